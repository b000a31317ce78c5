#pragma once
/* UTF-8 text: strict checking, decoding, display width that does not depend on the locale. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Length of the longest valid start (RFC 3629: no surrogates, no overlong forms); n if all is. */
size_t text_valid(const char *text, size_t n);

/* One code point from valid UTF-8; returns its length in bytes (1..4). Needs n > 0. */
size_t text_decode(const char *text, size_t n, uint32_t *code);
size_t text_encode(uint32_t code, char out[4]);

/* Terminal or spreadsheet columns: 2 for CJK and full-width, 0 for combining and control, else 1.
 */
int text_code_width(uint32_t code);
size_t text_width(const char *text, size_t n);
size_t text_count(const char *text, size_t n); /* code points */

/* Bytes of the longest start that is at most `width` columns wide and ends on a whole character. */
size_t text_fit(const char *text, size_t n, size_t width);

/* Without blanks at both ends: ASCII white space, U+00A0, U+3000, U+FEFF. Points into `text`. */
const char *text_trim(const char *text, size_t *n);
bool text_is(const char *text, size_t n, const char *word); /* exactly these bytes */

/* A Latin word begins with a capital, as at the start of a line; "iPad" stays. */
void text_capital(char *text);
