"""The Portuguese of reports. Prose only: code, expected and got stay Python in every language."""

from __future__ import annotations

__all__ = ["PORTUGUESE"]

PORTUGUESE = {
    # statuses of tests, and of the whole report
    "passed": "passou",
    "failed": "falhou",
    "error": "erro",
    "timeout": "sem tempo",
    "memory": "sem memória",
    "crashed": "abortou",
    "not_run": "não correu",
    "skipped": "omitido",
    "graded": "avaliado",
    "rejected": "não aceite",
    "grader_error": "não avaliado",
    # pieces
    "cut": " … (mais {count} caracteres)",
    "points_of": "{score} de {max}",
    "tests_one": "{passed} de {count} teste passa.",
    "tests_many": "{passed} de {count} testes passam.",
    "days_one": "{count} dia",
    "days_many": "{count} dias",
    "line": "linha {line}",
    "cell_line": "célula {cell}, linha {line}",
    "file_line": "{file}, linha {line}",
    # summary.message
    "every_test": "Todos os testes passam.",
    "no_test": "Ainda nenhum teste passa.",
    "late_marks": "{late} de atraso: {score} de {max} depois da penalização ({before} antes dela).",
    "import_failed": "O teu código parou ao ser importado, por isso nenhum teste pôde correr.",
    "import_went_on": "Algo falhou ao importar o teu código; os testes correram com o que havia.",
    "fault": "A falha é nossa, não tua. Nenhuma tentativa gasta, ficheiro guardado como #{id}; "
    "a equipa docente pode vê-lo.",
    # summary.next_step
    "next_done": "Nada mais a fazer aqui. `grade list` mostra os outros exercícios.",
    "next_import": "Corrige primeiro essa linha e depois corre `grade check {slug}`.",
    "next_visible": "Começa por “{title}”: o relatório mostra a chamada, o que se esperava e o que veio. "
    "`grade check {slug}` diz-te depressa se a tua alteração funciona.",
    "next_error": "Começa por “{title}”: o teu código lançou aí uma exceção. "
    "`grade check {slug}` diz-te depressa se a tua alteração funciona.",
    "next_timeout": "Começa por “{title}”: o teu código não acabou a tempo. Procura um ciclo que nunca termina.",
    "next_memory": "Começa por “{title}”: o teu código usou demasiada memória. "
    "Procura uma lista ou um array que não para de crescer.",
    "next_crashed": "Começa por “{title}”: o teu código terminou todo o processo do Python. "
    "Procura exit(), recursão sem fim ou uma chamada que não era permitida.",
    "next_not_run": "“{title}” não deu resultado. Corrige o que falhou antes e submete de novo.",
    "next_skipped": "“{title}” precisa de uma GPU e não havia nenhuma. "
    "Pergunta à equipa docente quando haverá uma disponível.",
    "next_hidden": "Começa por “{title}”. Nenhuma entrada oculta é mostrada: "
    "testa a tua função com números teus e calcula a resposta à mão.",
    "next_hidden_line": "Começa por “{title}”: o teu código lançou uma exceção em {line}. "
    "Nenhuma entrada oculta é mostrada; pensa em que valores podem levar até aí.",
    "next_hidden_task": "Começa pela tarefa {task}, “{title}”. Nenhuma entrada oculta é mostrada: "
    "testa a tua função com números teus e calcula a resposta à mão.",
    "next_unseen": "Todos os testes desta lista passam. Lê a tarefa mais uma vez e experimenta entradas invulgares.",
    "next_rejected": "Corrige o ficheiro e submete-o de novo. Nenhuma tentativa foi gasta.",
    "next_fault": "O teu ficheiro está guardado. Pede à equipa que o avalie de novo, ou volta a submetê-lo mais tarde.",
    # labels of both renderings
    "attempt": "Tentativa {count}",
    "score": "Nota",
    "late": "{days} de atraso",
    "next": "A seguir",
    "tests": "Testes",
    "task": "Tarefa {task}",
    "call": "chamada",
    "expected": "esperado",
    "got": "obtido",
    "your_line": "o teu código",
    "hint": "Dica",
    "printed": "O que o teu código imprimiu",
    "printed_here": "impresso",
    "more_lines_one": "… mais {count} linha",
    "more_lines_many": "… mais {count} linhas",
    "figures": "Figuras",
    "adjusted": "{by} mudou a nota de {old} para {new}: {reason}",
    "role_instructor": "A equipa docente",
    "role_assistant": "A equipa de apoio",
    "role_admin": "A administração",
    "hidden": "oculto",
    "visible": "visível",
    "after_due_date": "aberto depois do prazo",
    "secret": "secreto",
    "why_hidden": "Os testes ocultos ficam fechados, para que não se possam copiar os seus números. "
    "Vês de que trata cada um e como correu, não o que chamou.",
    "why_later": "Alguns abrem depois do prazo.",
    "staff_copy": "Cópia da equipa docente: mostra testes ocultos. Não a passes a ninguém.",
    "isolation": "isolamento {level}",
    "device": "dispositivo {device}",
    "seed": "semente {seed}",
    "took": "demorou {seconds} s",
    "skip_link": "Saltar para os testes",
    "segments": "{score} de {max} pontos; uma peça por teste, cheia onde passou",
    "page_title": "{exercise}: {score} de {max}",
    "page_title_bare": "{exercise}: {status}",
    "file_kept": "Submissão #{id}",
    "month_1": "jan",
    "month_2": "fev",
    "month_3": "mar",
    "month_4": "abr",
    "month_5": "mai",
    "month_6": "jun",
    "month_7": "jul",
    "month_8": "ago",
    "month_9": "set",
    "month_10": "out",
    "month_11": "nov",
    "month_12": "dez",
}
