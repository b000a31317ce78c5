/* duck LIBRARY DATABASE SQL: runs a statement (- : the one on stdin) in DuckDB, of which there is
 * no Debian package, only the library in the npm package @duckdb/node-bindings-linux-x64. Of its C
 * API that needs six calls, which do not change (duckdb.h). */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef void *handle; /* duckdb_database, duckdb_connection */

static void *need(void *library, const char *name)
{
	void *symbol = dlsym(library, name);

	if (!symbol) {
		fprintf(stderr, "duck: %s\n", dlerror());
		exit(1);
	}
	return symbol;
}

static int run(void *library, const char *path, const char *sql)
{
	int (*open)(const char *, handle *) = need(library, "duckdb_open");
	int (*connect)(handle, handle *) = need(library, "duckdb_connect");
	int (*query)(handle, const char *, void *) = need(library, "duckdb_query");
	const char *(*error)(void *) = need(library, "duckdb_result_error");
	void (*disconnect)(handle *) = need(library, "duckdb_disconnect");
	void (*close)(handle *) = need(library, "duckdb_close");
	handle database, connection;
	void *result[16]; /* more than a duckdb_result has */

	if (open(path, &database) || connect(database, &connection)) {
		fprintf(stderr, "duck: cannot open '%s'\n", path);
		return 1;
	}
	if (query(connection, sql, result)) {
		fprintf(stderr, "duck: %s\n", error(result));
		return 1;
	}
	disconnect(&connection);
	close(&database);
	return 0;
}

static char *read_statement(void)
{
	size_t n = 0, capacity = 1 << 24;
	char *text = malloc(capacity);

	if (text)
		n = fread(text, 1, capacity - 1, stdin);
	if (!text || n == capacity - 1) {
		fprintf(stderr, "duck: the statement is too long\n");
		exit(1);
	}
	text[n] = '\0';
	return text;
}

int main(int argc, char **argv)
{
	void *library = argc == 4 ? dlopen(argv[1], RTLD_NOW) : NULL;

	if (argc != 4) {
		fprintf(stderr, "usage: %s LIBRARY DATABASE SQL\n", argv[0]);
		return 2;
	}
	if (!library) {
		fprintf(stderr, "duck: %s\n", dlerror());
		return 1;
	}
	return run(library, argv[2], strcmp(argv[3], "-") == 0 ? read_statement() : argv[3]);
}
