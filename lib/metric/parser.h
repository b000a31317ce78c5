#pragma once
/* The reading of a query file's header, line by line. Every message says FILE:LINE. Internal to
 * lib/metric: parse.c takes the lines apart, header.c and param.c read what each kind says. */
#include "metric/query.h"

struct parser {
	struct query *query;
	const char *path;
	const char *next, *end;
	int line;
	bool has_version;
	struct buf *part; /* SQL being collected, or NULL while in the header */
	struct buf on_store, result, notes;
	struct err *err;
};

/* Sets the message with FILE:LINE in front; returns -1. */
int parser_refuse(struct parser *p, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The next blank-separated word of *at (NULL: none), copied. */
const char *parser_word(struct parser *p, const char **at);
/* What is left, without blanks at both ends, copied. */
const char *parser_rest(struct parser *p, const char *at);

/* A line "-- KEY: VALUE"; the value is not empty. */
int header_read(struct parser *p, const char *key, const char *value);
/* NAME TYPE DEFAULT RANGE HELP */
int param_read(struct parser *p, const char *key, const char *value);
