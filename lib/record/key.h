#pragma once
/* Names as people type them, made comparable: headers of columns, words in cells.
 *
 * Full-width forms become ASCII, ASCII letters lower case; blanks, line breaks, '_', '-', '*' and
 * ':' vanish. "Ticket Number", "ticket_number" and "ＴＩＣＫＥＴ　ＮＵＭＢＥＲ：" are one key. */
#include <stddef.h>

/* Writes at most n bytes to `out`, which may be `text` itself; returns how many. */
size_t key_fold(char *out, const char *text, size_t n);

/* The ASCII character that the full-width form at p stands for (three bytes), or NUL. */
char key_narrow(const char *p, size_t n);
