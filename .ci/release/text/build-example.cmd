@echo off
rem Builds the example that lies beside this file, and waits for a key, so that the window can be read.
setlocal
rem Like cd, and also right for a folder on another machine (\\server\share).
pushd "%~dp0"
if not exist "quarterly.exe" goto packed
".\quarterly.exe" build "data\kazakhstan\2023-q2.toml"
set code=%errorlevel%
echo.
if %code% geq 2 goto failed
echo Done. The PDF, the Word document and the folder of charts are here:
echo "%cd%\out"
goto end

:failed
echo Nothing was built. The lines above say why; docs\install.md, "When it does not work", says more.
goto end

:packed
set code=2
echo quarterly.exe is not beside build-example.cmd.
echo Close this window, unpack the whole ZIP file (right-click it, "Extract All"),
echo and start build-example.cmd in the unpacked folder.

:end
popd
pause
exit /b %code%
