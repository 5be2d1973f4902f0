@echo off
rem The same commands as on Debian: make.cmd run, make.cmd test, make.cmd help.
py -3 "%~dp0scripts\make.py" %*
