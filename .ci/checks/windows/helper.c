/* What a Windows machine does to a program, for `behaviour.py`:
 *
 *   helper hold FILE            has the file open, as Acrobat has a PDF, until its input ends
 *   helper interrupt DIR ARG…   runs a command and presses Ctrl-C when it begins to write into the folder
 *   helper console PAGE ARG…    runs a command on a console of that code page and prints what is seen there
 */
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

static void fail(const char *what)
{
    fprintf(stderr, "helper: %s: error %lu\n", what, GetLastError());
    exit(99);
}

/* The arguments as one line; none of ours has a quote in it. */
static wchar_t *line_of(int count, wchar_t **arguments)
{
    size_t length = 1;
    for (int i = 0; i < count; i++)
        length += wcslen(arguments[i]) + 3;
    wchar_t *line = calloc(length, sizeof *line);
    for (int i = 0; i < count; i++) {
        wcscat(line, L"\"");
        wcscat(line, arguments[i]);
        wcscat(line, i + 1 < count ? L"\" " : L"\"");
    }
    return line;
}

static HANDLE start(int count, wchar_t **arguments, STARTUPINFOW *with)
{
    PROCESS_INFORMATION process;
    if (!CreateProcessW(NULL, line_of(count, arguments), NULL, NULL, TRUE, 0, NULL, NULL, with, &process))
        fail("CreateProcess");
    CloseHandle(process.hThread);
    return process.hProcess;
}

static int end_of(HANDLE process)
{
    DWORD code = 98;
    if (WaitForSingleObject(process, 120000) != WAIT_OBJECT_0)
        fail("the command does not end");
    GetExitCodeProcess(process, &code);
    return (int)code;
}

/* Others may read it, but neither write, nor delete, nor rename. */
static int hold(const wchar_t *path)
{
    HANDLE file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    if (file == INVALID_HANDLE_VALUE)
        fail("CreateFile");
    puts("held");
    fflush(stdout);
    while (getchar() != EOF)
        ;
    return 0;
}

static BOOL WINAPI stay(DWORD event)
{
    return event == CTRL_C_EVENT;
}

static int interrupt(const wchar_t *folder, int count, wchar_t **arguments)
{
    STARTUPINFOW with = { .cb = sizeof with };
    wchar_t unfinished[4096];
    swprintf(unfinished, 4096, L"%ls\\.quarterly-unfinished-*", folder);
    SetConsoleCtrlHandler(stay, TRUE);
    HANDLE process = start(count, arguments, &with);
    while (WaitForSingleObject(process, 0) != WAIT_OBJECT_0) {
        WIN32_FIND_DATAW found;
        HANDLE search = FindFirstFileW(unfinished, &found);
        if (search == INVALID_HANDLE_VALUE)
            continue;
        FindClose(search);
        if (!GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0))
            fail("GenerateConsoleCtrlEvent");
        break;
    }
    printf("ended with %#x\n", (unsigned)end_of(process));
    return 0;
}

static int console(const wchar_t *page, int count, wchar_t **arguments)
{
    SECURITY_ATTRIBUTES inherited = { sizeof inherited, NULL, TRUE };
    COORD size = { 160, 400 }, at = { 0, 0 };
    HANDLE screen = CreateConsoleScreenBuffer(GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE,
        &inherited, CONSOLE_TEXTMODE_BUFFER, NULL);
    if (screen == INVALID_HANDLE_VALUE)
        fail("CreateConsoleScreenBuffer");
    if (!SetConsoleScreenBufferSize(screen, size))
        fail("SetConsoleScreenBufferSize");
    if (!SetConsoleOutputCP((UINT)wcstoul(page, NULL, 10)))
        fail("SetConsoleOutputCP");
    STARTUPINFOW with = { .cb = sizeof with, .dwFlags = STARTF_USESTDHANDLES };
    with.hStdInput = GetStdHandle(STD_INPUT_HANDLE);
    with.hStdOutput = with.hStdError = screen;
    int code = end_of(start(count, arguments, &with));
    for (at.Y = 0; at.Y < size.Y; at.Y++) {
        wchar_t cells[160];
        char text[640];
        DWORD read = 0;
        if (!ReadConsoleOutputCharacterW(screen, cells, 160, at, &read))
            fail("ReadConsoleOutputCharacter");
        while (read > 0 && cells[read - 1] == L' ')
            read--;
        int bytes = WideCharToMultiByte(CP_UTF8, 0, cells, (int)read, text, sizeof text, NULL, NULL);
        if (bytes > 0)
            printf("seen: %.*s\n", bytes, text);
    }
    printf("ended with %#x\n", (unsigned)code);
    return 0;
}

int wmain(int count, wchar_t **arguments)
{
    if (count == 3 && !wcscmp(arguments[1], L"hold"))
        return hold(arguments[2]);
    if (count > 3 && !wcscmp(arguments[1], L"interrupt"))
        return interrupt(arguments[2], count - 3, arguments + 3);
    if (count > 3 && !wcscmp(arguments[1], L"console"))
        return console(arguments[2], count - 3, arguments + 3);
    fprintf(stderr, "usage: helper hold FILE | interrupt DIR ARG… | console PAGE ARG…\n");
    return 2;
}
