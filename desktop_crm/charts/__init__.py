"""One file per chart: the question, the query, the form; computed without Qt and painted on screen and on paper."""
