"""Moodle's XML for its grade import: a result a student and exercise, found by their ID numbers.

An exercise's slug must stand in the grade item's "ID number". The import stops at the first student or item that it
doesn't know (grade/import/xml/lib.php of moodle), and a result without a score would take a grade away.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from grader.exports.filled import Export
from grader.exports.moodle import known_lines
from grader.host.gradebook import figure

if TYPE_CHECKING:
    from grader.host.gradebook import Book

__all__ = ["write_moodle_xml"]


def write_moodle_xml(book: Book) -> Export:
    """Every score that there is; the same scores give the same bytes."""
    lines, remarks = known_lines(book)
    results = ET.Element("results")
    for line in lines:
        for column, cell in zip(book.columns, line.cells, strict=True):
            if cell.score is None:
                continue
            result = ET.SubElement(results, "result")
            number = (line.person.number if line.person else "") or line.student
            for name, text in (("assignment", column.slug), ("student", number), ("score", figure(cell.score))):
                ET.SubElement(result, name).text = text
    results.set("batch", hashlib.sha256(ET.tostring(results)).hexdigest()[:16])
    ET.indent(results)
    data: bytes = ET.tostring(results, encoding="utf-8", xml_declaration=True)
    return Export({"moodle.xml": data + b"\n"}, remarks)
