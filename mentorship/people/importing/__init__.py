"""Bringing in a staff list: read the file, recognise its columns, judge each row, write it.

``reading`` makes text cells of a file, ``columns`` says which heading is which field,
``resource`` is the import itself (django-import-export), ``preview`` asks it what each row would
do and has it done. The page and the command call the same functions.
"""
