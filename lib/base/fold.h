#pragma once
/* One spelling for texts and patterns: Traditional characters become Simplified, capital ASCII
 * letters small, full-width letters, digits and blanks narrow, curly apostrophes straight.
 *
 * Folding never makes a text longer. It keeps the length of nearly all texts (a Traditional
 * character is folded only into one of equal byte length); where it does not, fold_origin() finds
 * the way back, so no map is kept.
 *
 *	struct fold *fold = fold_new(&err);
 *	size_t n = fold_text(fold, text, length, out);
 *	fold_free(fold); */
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct fold;

/* Reads opencc's characters once (some 25,000 of them). */
struct fold *fold_new(struct err *err);
void fold_free(struct fold *fold);

/* `text` is valid UTF-8; `out` has room for `n` bytes. Returns the bytes written, at most `n`. */
size_t fold_text(const struct fold *fold, const char *text, size_t n, char *out);

/* The two steps that fold_text() is made of, for those who look at every character anyhow: a copy
 * of `n` bytes in which only capital ASCII letters are folded, and what a character of three bytes
 * becomes (itself, another one of three bytes, or an ASCII character). */
void fold_capitals(const char *text, size_t n, char *out);
uint32_t fold_code(const struct fold *fold, uint32_t code);

/* As fold_text for a regular expression: a character after a backslash stays as it is (\S). */
void fold_pattern(const struct fold *fold, const char *text, size_t n, struct buf *out);

/* The offset in `text` of the byte that stands at `folded` in its folded form. */
size_t fold_origin(const struct fold *fold, const char *text, size_t n, size_t folded);
