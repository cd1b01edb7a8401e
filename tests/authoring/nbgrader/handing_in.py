"""What students hand in to an nbgrader course, and what its grade book holds afterwards."""

import csv
import json


def released(course, assignment, notebook):
    """The notebook that students got."""
    return json.loads((course / "release" / assignment / f"{notebook}.ipynb").read_text(encoding="utf-8"))


def answered(notebook, answers, without=()):
    """The notebook with answers (source by grade id), and without some cells."""
    made = json.loads(json.dumps(notebook))
    made["cells"] = [cell for cell in made["cells"] if _id(cell) not in without]
    for cell in made["cells"]:
        if _id(cell) in answers:
            cell["source"] = answers[_id(cell)]
    return made


def _id(cell):
    return cell["metadata"].get("nbgrader", {}).get("grade_id")


def hand_in(course, student, assignment, name, notebook, moment=""):
    """Put it into `submitted/`, as nbgrader collects it."""
    folder = course / "submitted" / student / assignment
    folder.mkdir(parents=True, exist_ok=True)
    text = notebook if isinstance(notebook, str) else json.dumps(notebook)
    (folder / f"{name}.ipynb").write_text(text, encoding="utf-8")
    if moment:
        (folder / "timestamp.txt").write_text(moment, encoding="utf-8")
    return folder


def exported(course, nbgrader):
    """What `nbgrader export` says, by assignment and student."""
    nbgrader(course, "export")
    with (course / "grades.csv").open(encoding="utf-8") as file:
        return {(row["assignment"], row["student_id"]): row for row in csv.DictReader(file)}


def outputs(course, student, assignment, notebook):
    """The outputs of `autograded/`, by grade id."""
    path = course / "autograded" / student / assignment / f"{notebook}.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return {_id(cell): cell.get("outputs", []) for cell in cells}
