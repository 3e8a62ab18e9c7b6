/* Passwords come from a terminal without echo or from standard input, never from the arguments, which everybody on
 * the machine can read. */
#include "admin.h"

#include "../base/text.h"
#include "../domain/password.h"

#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define INTERRUPT '\003' /* Ctrl-C */
#define QUIT '\034'
#define LINE (4 * CC_PASSWORD_MAX + 2) /* the longest password in UTF-8, one byte too many, and an end */

static bool is_interrupt(char c)
{
    return c == INTERRUPT || c == QUIT;
}

/* One line without its end; NULL at the end of the input or when the line is too long. Unbuffered, so that nothing
 * of it stays anywhere else. At a prompt an interrupt ends the line as well, and is its last character. */
static const char *read_line(apr_pool_t *pool, int fd, bool prompted)
{
    char *line = apr_palloc(pool, LINE);
    size_t length = 0;
    ssize_t got;

    while (length < LINE - 1 && (got = read(fd, line + length, 1)) == 1 && line[length] != '\n') {
        if (is_interrupt(line[length++]) && prompted) {
            break;
        }
    }
    if (length == LINE - 1 || (length == 0 && got != 1)) {
        sodium_memzero(line, LINE);
        return NULL;
    }
    length -= length && line[length - 1] == '\r'; /* of an end as other systems write it */
    line[length] = '\0';
    return strlen(line) == length ? line : NULL;
}

/* ---- signals that come from elsewhere than the keys ---- */

static const int deadly[] = {SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGALRM, SIGTERM};
#define DEADLY (int)(sizeof(deadly) / sizeof(deadly[0]))

static int terminal;
static struct termios with_echo;

static void give_echo_back(int number)
{
    tcsetattr(terminal, TCSAFLUSH, &with_echo);
    raise(number); /* takes effect when this returns, and is the default by then */
}

/* `before` gets what the signals did, one more than are deadly: nothing can stop the program at a prompt, as by the
 * keys. What is ignored (nohup) stays so. */
static void catch_signals(struct sigaction *before)
{
    struct sigaction caught = {.sa_handler = give_echo_back, .sa_flags = SA_RESETHAND};
    const struct sigaction ignored = {.sa_handler = SIG_IGN};

    sigfillset(&caught.sa_mask);
    for (int i = 0; i < DEADLY; i++) {
        sigaction(deadly[i], NULL, &before[i]);
        if (before[i].sa_handler != SIG_IGN) {
            sigaction(deadly[i], &caught, NULL);
        }
    }
    sigaction(SIGTSTP, &ignored, &before[DEADLY]);
}

static void release_signals(const struct sigaction *before)
{
    for (int i = 0; i < DEADLY; i++) {
        sigaction(deadly[i], &before[i], NULL);
    }
    sigaction(SIGTSTP, &before[DEADLY], NULL);
}

/* ---- the question ---- */

static const char *ask(apr_pool_t *pool, int tty, const char *prompt)
{
    struct sigaction actions[DEADLY + 1];
    struct termios before, quiet;
    const char *line;

    if (tcgetattr(tty, &before) != 0) {
        return NULL;
    }
    terminal = tty;
    with_echo = before;
    catch_signals(actions);
    quiet = before;
    quiet.c_lflag &= ~(tcflag_t)(ECHO | ISIG); /* no signal may leave the terminal without echo */
    quiet.c_cc[VEOL] = INTERRUPT;              /* but they end the line, or nothing would happen until the next one */
    quiet.c_cc[VEOL2] = QUIT;
    tcsetattr(tty, TCSAFLUSH, &quiet); /* before the prompt, as what is typed in answer to it would be thrown away */
    line = write(tty, prompt, strlen(prompt)) < 0 ? NULL : read_line(pool, tty, true);
    tcsetattr(tty, TCSAFLUSH, &before);
    release_signals(actions);
    if (write(tty, "\n", 1) < 0 || !line || strpbrk(line, "\003\004\032\034")) {
        return NULL;
    }
    return line;
}

static const char *ask_twice(cc_admin_t *admin)
{
    int tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    const char *first, *second;

    if (tty < 0) {
        cc_admin_fail(admin, "There is no terminal to ask for the password; give it by --password-stdin.");
        return NULL;
    }
    first = ask(admin->pool, tty, "New password: ");
    second = first ? ask(admin->pool, tty, "The same again: ") : NULL;
    close(tty);
    if (!second) {
        cc_admin_fail(admin, "No password was given; nothing was changed.");
    } else if (strcmp(first, second) != 0) {
        cc_admin_fail(admin, "confirm_password: The two passwords differ.");
        second = NULL;
    }
    return second;
}

const char *cc_admin_read_password(cc_admin_t *admin)
{
    const char *password;

    if (!admin->options[CC_OPT_PASSWORD_STDIN]) {
        password = ask_twice(admin);
    } else {
        password = read_line(admin->pool, STDIN_FILENO, false);
        if (!password) {
            cc_admin_fail(admin, "password: One line of at most %d characters is needed on the standard input.",
                          CC_PASSWORD_MAX);
        }
    }
    if (password && !cc_text_is_utf8(password, strlen(password))) {
        cc_admin_fail(admin, "password: This is not UTF-8, as forms send it.");
        password = NULL;
    }
    return password;
}
