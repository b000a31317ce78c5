#include "sql/sql.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "sql/internal.h"

enum { BUSY_MILLISECONDS = 3000 };

struct stmt {
	sqlite3_stmt *handle;
};

static const struct {
	int code;
	const char *text;
} CAUSES[] = {
	{SQLITE_BUSY, "is in use by another process"},
	{SQLITE_LOCKED, "is in use by another process"},
	{SQLITE_NOTADB, "is no database"},
	{SQLITE_CORRUPT, "is damaged"},
	{SQLITE_FULL, "cannot grow: no space left on the disk"},
	{SQLITE_READONLY, "cannot be written"},
	{SQLITE_CANTOPEN, "cannot be opened"},
};

static const char *subject(sqlite3 *db)
{
	const char *path = db ? sqlite3_db_filename(db, "main") : NULL;

	return path && *path ? path : "temporary database";
}

/* What the system said: SQLite keeps it for some of its calls, but not for COMMIT. */
static int system_error(sqlite3 *db)
{
	int number = db ? sqlite3_system_errno(db) : 0;

	return number ? number : errno;
}

static const char *cause_of(sqlite3 *db)
{
	int number = system_error(db);

	return number ? strerror(number) : sqlite3_errmsg(db);
}

/* SQLite takes pages that the disk cannot give back for damaged ones. */
static bool is_failed_io(sqlite3 *db, int code)
{
	return (code & 0xff) == SQLITE_IOERR ||
	       ((code & 0xff) == SQLITE_CORRUPT && system_error(db) == EIO);
}

int sql_error(sqlite3 *db, int code, struct err *err)
{
	if (is_failed_io(db, code))
		return err_set(err, "'%s': %s", file_name(subject(db)), cause_of(db));
	for (size_t i = 0; i < sizeof CAUSES / sizeof *CAUSES; i++)
		if ((code & 0xff) == CAUSES[i].code)
			return err_set(err, "'%s' %s", file_name(subject(db)), CAUSES[i].text);
	return err_set(err, "%s", sqlite3_errmsg(db));
}

/* SQLite writes its log beside the file. */
static int check_folder(const char *path)
{
	char *folder = mem_text_n(path, (size_t)(file_name(path) - path));
	int status = access(*folder ? folder : ".", W_OK);

	free(folder);
	return status;
}

/* What is not there, is a folder or must not be written is told by name before SQLite makes riddles
 * of it. */
static int check_path(const char *path, enum sql_mode mode, struct err *err)
{
	struct stat st;

	if (!*path || *path == ':')
		return 0;
	if (stat(path, &st) < 0) {
		if (mode == SQL_CREATE && errno == ENOENT)
			return 0;
		return err_errno(err, "cannot open '%s'", path);
	}
	if (S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return err_errno(err, "cannot open '%s'", path);
	}
	if (mode == SQL_WRITE && (access(path, W_OK) < 0 || check_folder(path) < 0))
		return err_errno(err, "cannot write '%s'", path);
	return 0;
}

/* A WAL database in a folder where its helper files cannot be made is read as what it is there:
 * unchanging. */
static char *immutable_uri(const char *path)
{
	char *log = mem_format("%s-wal", path);
	bool has_log = access(log, F_OK) == 0;
	struct buf uri = {0};

	free(log);
	if (has_log || check_folder(path) == 0)
		return NULL;
	buf_add_text(&uri, *path == '/' ? "file://" : "file:"); /* else "//c.db" names a host */
	for (const char *p = path; *p; p++) {
		if (strchr("%?#", *p))
			buf_format(&uri, "%%%02X", (unsigned char)*p);
		else
			buf_add_char(&uri, *p);
	}
	buf_add_text(&uri, "?immutable=1");
	return buf_take(&uri);
}

/* Who may write opens for writing also to read: only so can the last to leave clear away the helper
 * files of WAL. */
static int flags_for(const char *path, enum sql_mode mode)
{
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;

	if (mode == SQL_CREATE)
		return flags | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
	if (mode == SQL_WRITE || (access(path, W_OK) == 0 && check_folder(path) == 0))
		return flags | SQLITE_OPEN_READWRITE;
	return flags | SQLITE_OPEN_READONLY;
}

static int open_handle(const char *path, enum sql_mode mode, sqlite3 **db)
{
	char *uri = mode == SQL_READ ? immutable_uri(path) : NULL;
	int flags = flags_for(path, mode);
	int code =
		sqlite3_open_v2(uri ? uri : path, db, uri ? flags | SQLITE_OPEN_URI : flags, NULL);

	free(uri);
	return code;
}

struct sql *sql_open(const char *path, enum sql_mode mode, struct err *err)
{
	struct sql *sql;
	int code;

	if (check_path(path, mode, err) < 0)
		return NULL;
	/* Nobody asks how much memory SQLite has, and to count it costs a lock that all threads
	 * share. It can be told so only before the first connection. */
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	sql = mem_zalloc(sizeof *sql);
	sql->own_file = -1;
	errno = 0;
	code = open_handle(path, mode, &sql->db);
	if (code == SQLITE_OK)
		code = rows_register(sql);
	if (code != SQLITE_OK) {
		err_set(err, "cannot open '%s': %s", path,
			is_failed_io(sql->db, code) ? cause_of(sql->db) : sqlite3_errmsg(sql->db));
		sql_close(sql);
		return NULL;
	}
	sqlite3_busy_timeout(sql->db, BUSY_MILLISECONDS);
	sqlite3_db_config(sql->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(sql->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(sql->db, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL);
	sqlite3_db_config(sql->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	return sql;
}

void sql_close(struct sql *sql)
{
	if (!sql)
		return;
	sqlite3_close(sql->db);
	free(sql);
}

void sql_own_file(struct sql *sql, int fd)
{
	sql->own_file = fd;
}

int sql_run(struct sql *sql, struct err *err, const char *text)
{
	int code;

	errno = 0;
	code = sqlite3_exec(sql->db, text, NULL, NULL, NULL);
	return code == SQLITE_OK ? 0 : sql_error(sql->db, code, err);
}

int sql_copy(struct sql *from, struct sql *to, struct err *err)
{
	sqlite3_backup *backup = sqlite3_backup_init(to->db, "main", from->db, "main");
	int code;

	if (!backup)
		return sql_error(to->db, sqlite3_errcode(to->db), err);
	sqlite3_backup_step(backup, -1);
	code = sqlite3_backup_finish(backup);
	return code == SQLITE_OK ? 0 : sql_error(to->db, code, err);
}

/* What follows the first statement may be blanks and comments, which make no statement. */
static bool has_statement(struct sql *sql, const char *text)
{
	sqlite3_stmt *handle = NULL;
	int code = *text ? sqlite3_prepare_v2(sql->db, text, -1, &handle, NULL) : SQLITE_OK;

	sqlite3_finalize(handle);
	return code != SQLITE_OK || handle;
}

struct stmt *stmt_prepare(struct sql *sql, const char *text, struct err *err)
{
	const char *rest;
	sqlite3_stmt *handle;
	struct stmt *stmt;
	int code;

	errno = 0;
	code = sqlite3_prepare_v3(sql->db, text, -1, SQLITE_PREPARE_PERSISTENT, &handle, &rest);
	if (code != SQLITE_OK) {
		sql_error(sql->db, code, err);
		return NULL;
	}
	if (has_statement(sql, rest)) {
		sqlite3_finalize(handle);
		err_set(err, "more than one statement");
		return NULL;
	}
	stmt = mem_alloc(sizeof *stmt);
	stmt->handle = handle;
	return stmt;
}

void stmt_free(struct stmt *stmt)
{
	if (!stmt)
		return;
	sqlite3_finalize(stmt->handle);
	free(stmt);
}

void stmt_reset(struct stmt *stmt)
{
	sqlite3_reset(stmt->handle);
	sqlite3_clear_bindings(stmt->handle);
}

void stmt_bind_integer(struct stmt *stmt, int parameter, int64_t value)
{
	sqlite3_bind_int64(stmt->handle, parameter, value);
}

void stmt_bind_real(struct stmt *stmt, int parameter, double value)
{
	sqlite3_bind_double(stmt->handle, parameter, value);
}

void stmt_bind_text(struct stmt *stmt, int parameter, const char *text, size_t n)
{
	sqlite3_bind_text64(stmt->handle, parameter, n ? text : "", n, SQLITE_STATIC, SQLITE_UTF8);
}

void stmt_bind_blob(struct stmt *stmt, int parameter, const void *bytes, size_t n)
{
	sqlite3_bind_blob64(stmt->handle, parameter, bytes, n, SQLITE_STATIC);
}

void stmt_bind_null(struct stmt *stmt, int parameter)
{
	sqlite3_bind_null(stmt->handle, parameter);
}

int stmt_parameter(struct stmt *stmt, const char *name)
{
	return sqlite3_bind_parameter_index(stmt->handle, name);
}

int stmt_step(struct stmt *stmt, struct err *err)
{
	int code;

	errno = 0;
	code = sqlite3_step(stmt->handle);
	if (code == SQLITE_ROW)
		return 1;
	if (code == SQLITE_DONE)
		return 0;
	return sql_error(sqlite3_db_handle(stmt->handle), code, err);
}

int stmt_columns(struct stmt *stmt)
{
	return sqlite3_column_count(stmt->handle);
}

const char *stmt_column_name(struct stmt *stmt, int column)
{
	return sqlite3_column_name(stmt->handle, column);
}

sqlite3_value *stmt_value(struct stmt *stmt, int column)
{
	return sqlite3_column_value(stmt->handle, column);
}

enum sql_type stmt_type(struct stmt *stmt, int column)
{
	return value_type((struct sql_value *)sqlite3_column_value(stmt->handle, column));
}

int64_t stmt_integer(struct stmt *stmt, int column)
{
	return sqlite3_column_int64(stmt->handle, column);
}

/* One look at the column: each costs as much as the rest. */
int64_t stmt_integer_or(struct stmt *stmt, int column, int64_t null)
{
	sqlite3_value *value = sqlite3_column_value(stmt->handle, column);

	return sqlite3_value_type(value) == SQLITE_NULL ? null : sqlite3_value_int64(value);
}

double stmt_real(struct stmt *stmt, int column)
{
	return sqlite3_column_double(stmt->handle, column);
}

const char *stmt_text(struct stmt *stmt, int column, size_t *n)
{
	const unsigned char *text = sqlite3_column_text(stmt->handle, column);

	if (n)
		*n = text ? (size_t)sqlite3_column_bytes(stmt->handle, column) : 0;
	return text ? (const char *)text : "";
}

const void *stmt_blob(struct stmt *stmt, int column, size_t *n)
{
	const void *bytes = sqlite3_column_blob(stmt->handle, column);

	*n = bytes ? (size_t)sqlite3_column_bytes(stmt->handle, column) : 0;
	return bytes;
}

int64_t sql_last_id(struct sql *sql)
{
	return sqlite3_last_insert_rowid(sql->db);
}

int64_t sql_changes(struct sql *sql)
{
	return sqlite3_changes64(sql->db);
}
