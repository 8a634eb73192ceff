"""The commands of `python -m quiz.authoring`, a module each; `add_to` tells the parser of one."""
