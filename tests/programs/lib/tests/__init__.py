"""Stands for a program's package `tests`: a driver sets __path__ and imports the modules that it wants, not all."""
