#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "store/internal.h"
#include "store/schema.h"

/* What a query makes for itself is rolled back only where it fails: its journal stays in memory,
 * and so do its tables while they are small. */
static const char PRAGMAS_READ[] = "PRAGMA cache_size = -4096; PRAGMA temp.cache_size = -16384;"
				   "PRAGMA temp.journal_mode = MEMORY";
static const char PRAGMAS_WRITE[] = "PRAGMA cache_size = -65536; PRAGMA journal_mode = WAL";
/* A file that nobody else sees yet, and that is thrown away when anything fails. */
static const char PRAGMAS_NEW[] =
	"PRAGMA page_size = 16384; PRAGMA cache_size = -65536; PRAGMA journal_mode = OFF;"
	"PRAGMA synchronous = OFF";

static int make_schema(struct store *store, struct err *err)
{
	char meta[128];

	snprintf(meta, sizeof meta,
		"INSERT INTO meta VALUES('format', 'kesu store'), ('schema', '%d')",
		SCHEMA_VERSION);
	if (sql_run(store->sql, err, PRAGMAS_NEW) < 0 || sql_run(store->sql, err, "BEGIN") < 0 ||
		sql_run(store->sql, err, SCHEMA) < 0 || sql_run(store->sql, err, meta) < 0)
		return -1;
	return sql_run(store->sql, err, "COMMIT");
}

static int open_private(struct store *store, struct err *err)
{
	store->sql = sql_open("", SQL_CREATE, err);
	return store->sql ? make_schema(store, err) : -1;
}

/* The lock is held on the name beside the target; whoever has it may build. A file that was renamed
 * to its target while we waited is no longer what the name means. */
static int lock_beside(struct store *store, struct err *err)
{
	for (;;) {
		struct stat mine, named;
		int fd = open(store->beside, O_RDWR | O_CREAT | O_CLOEXEC, 0666);

		if (fd < 0)
			return err_errno(err, "cannot create '%s'", store->path);
		if (flock(fd, LOCK_EX | LOCK_NB) < 0) {
			close(fd);
			return err_set(err, "'%s' is in use by another process", store->path);
		}
		if (fstat(fd, &mine) == 0 && stat(store->beside, &named) == 0 &&
			mine.st_ino == named.st_ino && mine.st_dev == named.st_dev) {
			store->lock = fd;
			return 0;
		}
		close(fd);
	}
}

/* An empty database in the file that is locked. */
static int open_beside(struct store *store, struct err *err)
{
	if (ftruncate(store->lock, 0) < 0)
		return err_errno(err, "cannot write '%s'", store->path);
	store->sql = sql_open(store->beside, SQL_WRITE, err);
	if (!store->sql || make_schema(store, err) < 0)
		return -1;
	sql_own_file(store->sql, store->lock);
	columns_log_watch(store->columns, store->sql);
	return 0;
}

/* Built under a name that is nobody else's: what lies there is what a killed load left. */
static int create(struct store *store, struct err *err)
{
	size_t folder = (size_t)(file_name(store->path) - store->path);

	store->beside =
		mem_format("%.*s.%s.unfinished", (int)folder, store->path, store->path + folder);
	return lock_beside(store, err) < 0 ? -1 : open_beside(store, err);
}

/* Tells a store by its first bytes and its table `meta`, before anything is changed. */
static int check_header(const struct store *store, struct err *err)
{
	static const char MAGIC[] = "SQLite format 3";
	char head[sizeof MAGIC] = "";
	FILE *file = fopen(store->path, "rbe");
	size_t n;

	if (!file)
		return err_errno(err, "cannot open '%s'", store->path);
	errno = 0;
	n = fread(head, 1, sizeof head, file);
	if (ferror(file)) {
		err_errno(err, "cannot read '%s'", store->path);
		fclose(file);
		return -1;
	}
	fclose(file);
	if (n < sizeof head || memcmp(head, MAGIC, sizeof MAGIC))
		return err_set(err, "'%s' is no kesu store", store->path);
	return 0;
}

static int check_meta(const struct store *store, struct err *err)
{
	int64_t found = 0, schema = 0;

	if (ask_integer(store->sql, "SELECT count(*) FROM sqlite_master WHERE name = 'meta'",
		    &found, err) < 0)
		return -1;
	if (found && ask_integer(store->sql,
			     "SELECT value FROM meta WHERE key = 'schema'"
			     " AND (SELECT value FROM meta WHERE key = 'format') = 'kesu store'",
			     &schema, err) < 0)
		return err_prefix(err, "cannot read '%s' as a kesu store", store->path);
	if (schema < 1)
		return err_set(err, "'%s' is no kesu store", store->path);
	if (schema > SCHEMA_VERSION)
		return err_set(err,
			"'%s' was made by a newer kesu: its schema is %lld, this one's %d",
			store->path, (long long)schema, SCHEMA_VERSION);
	if (schema < SCHEMA_VERSION)
		return err_set(err,
			"'%s' was made by an older kesu: its schema is %lld, this one's %d; load "
			"its exports into a new store",
			store->path, (long long)schema, SCHEMA_VERSION);
	return 0;
}

static int open_existing(struct store *store, struct err *err)
{
	bool reads = store->mode == STORE_READ;

	if (check_header(store, err) < 0)
		return -1;
	store->sql = sql_open(store->path, reads ? SQL_READ : SQL_WRITE, err);
	if (!store->sql || check_meta(store, err) < 0)
		return -1;
	if (!reads)
		columns_log_watch(store->columns, store->sql);
	return sql_run(store->sql, err, reads ? PRAGMAS_READ : PRAGMAS_WRITE);
}

static int open_by_mode(struct store *store, struct err *err)
{
	struct stat st;

	if (store->mode == STORE_PRIVATE)
		return open_private(store, err);
	if (stat(store->path, &st) == 0 && S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return err_errno(err, "cannot open '%s'", store->path);
	}
	if (store->mode == STORE_CREATE && access(store->path, F_OK) < 0 && errno == ENOENT)
		return create(store, err);
	return open_existing(store, err);
}

/* SQLite gives names that begin with ':' or "file:" a meaning of their own. */
static char *plain_path(const char *path)
{
	bool is_special = *path == ':' || !strncmp(path, "file:", strlen("file:"));

	return mem_format("%s%s", is_special ? "./" : "", path);
}

struct store *store_open(const char *path, enum store_mode mode, struct err *err)
{
	struct store *store = mem_zalloc(sizeof *store);

	if (mode != STORE_PRIVATE)
		store->path = plain_path(path);
	store->mode = mode;
	store->lock = -1;
	store->cube = cube_new();
	store->columns = columns_log_new();
	if (open_by_mode(store, err) < 0) {
		store_close(store);
		return NULL;
	}
	return store;
}

void store_close(struct store *store)
{
	if (!store)
		return;
	sql_close(store->sql);
	if (store->lock >= 0) {
		unlink(store->beside);
		close(store->lock);
	}
	dictionary_free(store->dictionary);
	cube_free(store->cube);
	columns_log_free(store->columns);
	free(store->beside);
	free(store->path);
	free(store);
}

struct sql *store_sql(struct store *store)
{
	return store->sql;
}

const char *store_unfinished(const struct store *store)
{
	return store->lock >= 0 ? store->beside : NULL;
}

struct dictionary *store_dictionary(struct store *store, struct err *err)
{
	if (!store->dictionary)
		store->dictionary = dictionary_load(store->sql, err);
	return store->dictionary;
}

void store_change(struct store *store, const int64_t old[N_FACTS], const int64_t new[N_FACTS])
{
	cube_change(store->cube, old, new);
}

static int add_run(struct store *store, const struct run_info *run, struct err *err)
{
	struct stmt *stmt = stmt_prepare(store->sql,
		"INSERT INTO run(command, started_at, options, rules_hash, model_hash)"
		" VALUES(?, ?, ?, ?, ?)",
		err);
	const char *texts[] = {run->command, run->options, run->rules_hash, run->model_hash};
	static const int PARAMETERS[] = {1, 3, 4, 5};
	int status;

	if (!stmt)
		return -1;
	for (size_t i = 0; i < 4; i++)
		if (texts[i])
			stmt_bind_text(stmt, PARAMETERS[i], texts[i], strlen(texts[i]));
	bind_number(stmt, 2, run->started_at);
	status = run_stmt(stmt, err);
	stmt_free(stmt);
	store->run = sql_last_id(store->sql);
	return status;
}

/* What was thrown away, or could not be opened after it was published. */
static int open_again(struct store *store, struct err *err)
{
	if (store->mode == STORE_PRIVATE)
		return open_private(store, err);
	return store->lock >= 0 ? open_beside(store, err) : open_existing(store, err);
}

static void close_sql(struct store *store)
{
	sql_close(store->sql);
	store->sql = NULL;
}

int store_begin(struct store *store, const struct run_info *run, struct err *err)
{
	int64_t n = 0;

	if (!store->sql && open_again(store, err) < 0) {
		close_sql(store);
		return -1;
	}
	if (sql_run(store->sql, err, store->lock >= 0 ? "BEGIN" : "BEGIN IMMEDIATE") < 0)
		return -1;
	if (!store_dictionary(store, err) || (!store->run && add_run(store, run, err) < 0) ||
		ask_integer(store->sql, "SELECT EXISTS (SELECT 1 FROM complaint)", &n, err) < 0) {
		store_rollback(store);
		return -1;
	}
	store->has_rows = n;
	return 0;
}

static int sync_folder(const char *path, struct err *err)
{
	char *folder = mem_text_n(path, (size_t)(file_name(path) - path));
	int fd = open(*folder ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int status = 0;

	if (fd < 0 || (fsync(fd) < 0 && errno != EINVAL))
		status = err_errno(err, "cannot write '%s'", path);
	if (fd >= 0)
		close(fd);
	free(folder);
	return status;
}

/* File systems that cannot refuse to replace are asked without it. */
static int rename_new(const char *from, const char *to)
{
	if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
		return 0;
	return errno == EINVAL || errno == ENOSYS ? rename(from, to) : -1;
}

/* The file's format (https://sqlite.org/fileformat.html, offsets 18 and 19) says WAL: to switch by
 * SQLite would write to the file once more, with a journal, after it is at its path. */
static int mark_wal(int fd)
{
	static const char VERSIONS[] = {2, 2};

	return pwrite(fd, VERSIONS, sizeof VERSIONS, 18) == sizeof VERSIONS ? 0 : -1;
}

/* What was built beside appears at its path. */
static int publish(struct store *store, struct err *err)
{
	close_sql(store);
	if (mark_wal(store->lock) < 0 || fsync(store->lock) < 0 ||
		rename_new(store->beside, store->path) < 0)
		return err_errno(err, "cannot write '%s'", store->path);
	close(store->lock);
	store->lock = -1;
	return sync_folder(store->path, err);
}

int store_commit(struct store *store, struct err *err)
{
	struct err ignored;

	if (dictionary_save(store->dictionary, store->sql, err) < 0 ||
		cube_apply(store->cube, store->sql, err) < 0 ||
		columns_log_apply(store->columns, store->sql, err) < 0 ||
		sql_run(store->sql, err, "COMMIT") < 0) {
		store_rollback(store);
		return -1;
	}
	if (store->lock < 0)
		return 0;
	if (publish(store, err) < 0) {
		store_rollback(store);
		return -1;
	}
	if (open_existing(store, &ignored) < 0) /* told when there is more to load */
		close_sql(store);
	return 0;
}

void store_rollback(struct store *store)
{
	struct err ignored;
	int64_t n = 0;

	dictionary_free(store->dictionary);
	store->dictionary = NULL;
	cube_free(store->cube);
	store->cube = cube_new();
	columns_log_clear(store->columns);
	if (store->lock >= 0 || store->mode == STORE_PRIVATE)
		close_sql(store); /* without a journal nothing can be taken back: begun anew */
	else if (store->sql)
		sql_run(store->sql, &ignored, "ROLLBACK");
	/* The run's row is gone too when this was its first transaction. */
	if (store->sql)
		ask_integer(store->sql, "SELECT max(id) FROM run", &n, &ignored);
	if (store->run > n)
		store->run = 0;
}
