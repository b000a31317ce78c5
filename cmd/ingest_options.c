#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/date.h"
#include "cmd/ingest_job.h"
#include "input/rows.h"
#include "source/encoding.h"

static int read_exported_at(struct ingest *ingest, struct err *err)
{
	const char *text = opts_text(ingest->run->opts, "exported-at");
	bool has_time;

	ingest->exported_at = NUMBER_NONE;
	if (!text || instant_read(text, strlen(text), &ingest->exported_at, &has_time))
		return 0;
	return err_set(
		err, "--exported-at '%s' is neither YYYY-MM-DD nor YYYY-MM-DD HH:MM:SS", text);
}

static int read_covers(struct ingest *ingest, struct err *err)
{
	const char *text = opts_text(ingest->run->opts, "covers");
	const char *dots = text ? strstr(text, "..") : NULL;

	ingest->covers_first = ingest->covers_last = NO_DAY;
	if (!text)
		return 0;
	if (!dots || !date_read(text, (size_t)(dots - text), &ingest->covers_first) ||
		!date_read(dots + 2, strlen(dots + 2), &ingest->covers_last))
		return err_set(err, "--covers '%s' is not YYYY-MM-DD..YYYY-MM-DD", text);
	return ingest->covers_first <= ingest->covers_last
		       ? 0
		       : err_set(err, "--covers '%s' ends before it begins", text);
}

static int read_max_rejects(struct ingest *ingest, struct err *err)
{
	const char *text = opts_text(ingest->run->opts, "max-rejects");
	char *end;
	double number;

	ingest->most_rejects = UINT64_MAX;
	ingest->most_share = 2;
	if (!text)
		return 0;
	number = strtod(text, &end);
	if (text[0] >= '0' && text[0] <= '9' && !strcmp(end, "%") && number <= 100) {
		ingest->most_share = number / 100;
		return 0;
	}
	if (text[0] >= '0' && text[0] <= '9' && !*end && number < 1e15 && !strpbrk(text, ".eExX")) {
		ingest->most_rejects = (uint64_t)number;
		return 0;
	}
	return err_set(err, "--max-rejects '%s' is neither a whole number nor 0%%..100%%", text);
}

static int check_header(struct run *run)
{
	const char *text = opts_text(run->opts, "header");

	if (!text || !strcmp(text, "none") ||
		(strspn(text, "0123456789") == strlen(text) && atoi(text) > 0))
		return 0;
	return err_set(&run->err, "--header '%s' is neither a line number from 1 nor 'none'", text);
}

static int check_text(struct run *run)
{
	const char *encoding = opts_text(run->opts, "encoding");
	const char *delimiter = opts_text(run->opts, "delimiter");

	if (encoding && !encoding_is_known(encoding))
		return err_set(&run->err, "--encoding '%s' is unknown ('iconv -l' lists the known)",
			encoding);
	if (delimiter && !rows_delimiter(delimiter))
		return err_set(&run->err,
			"--delimiter '%s' is neither one ASCII character nor 'tab'", delimiter);
	return 0;
}

static bool is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static int check_calls(struct run *run)
{
	const char *rejects = opts_text(run->opts, "rejects");
	bool is_dry = opts_flag(run->opts, "dry-run");

	if (opts_is_set(run->opts, "source") && !*opts_text(run->opts, "source"))
		return err_set(&run->err, "--source is empty");
	if (rejects && run->n_operands > 1 && !is_folder(rejects))
		return err_set(&run->err,
			"--rejects '%s' must be a folder when there are several files", rejects);
	if (opts_is_set(run->opts, "output") && run->db && !is_dry)
		return err_set(&run->err, "-o is for canonical CSV: it does not go with -d");
	if (opts_is_set(run->opts, "format") && !is_dry)
		return err_set(&run->err, "-f is for --dry-run: canonical CSV has one format");
	return check_header(run) < 0 ? -1 : check_text(run);
}

int ingest_read_options(struct ingest *ingest, struct err *err)
{
	if (check_calls(ingest->run) < 0 || read_exported_at(ingest, err) < 0 ||
		read_covers(ingest, err) < 0)
		return -1;
	return read_max_rejects(ingest, err);
}
