/* A file with every kind of fault that a row can have, and what should become of each.
 *
 *	faults file >faults.csv        the rows, sound ones among the faulty
 *	faults expected                LINE,COLUMN,CODE of every row that must be rejected
 *	faults sound >sound.csv        the same rows without a fault
 *	faults correct <REJECTS        a rejects file with its faulty rows made sound
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEADER "投诉编号,投诉时间,首次响应时间,结案时间,联系电话,投诉内容\n"

/* The cells of a row behind its id. */
static const struct fault {
	const char *column, *code; /* column "": the whole row */
	const char *cells;
	size_t n; /* where the cells have a NUL */
} FAULTS[] = {
	{"投诉时间", "bad-date", "2026-13-05,,,1,month 13"},
	{"投诉时间", "bad-date", "2026-10-32,,,1,day 32"},
	{"投诉时间", "bad-date", "2026-02-29,,,1,no leap year"},
	{"投诉时间", "bad-date", "2026-04-31,,,1,April has 30 days"},
	{"投诉时间", "bad-date", "2026-10-01 25:00:00,,,1,hour 25"},
	{"投诉时间", "bad-date", "2026-10-01 10:60:00,,,1,minute 60"},
	{"投诉时间", "bad-date", "2026-10-01 10:00:61,,,1,second 61"},
	{"投诉时间", "bad-date", "昨天,,,1,a word"},
	{"投诉时间", "bad-date", "2026-10,,,1,no day"},
	{"投诉时间", "bad-date", "10:30,,,1,no date"},
	{"投诉时间", "bad-date", "0026-10-01,,,1,year 26"},
	{"投诉时间", "bad-date", "2026-10-01至2026-10-05,,,1,two dates"},
	{"投诉时间", "bad-date", "2026-10-01 约,,,1,a word behind"},
	{"投诉时间", "bad-date", "晚上2点,,,1,an hour that is none"},
	{"投诉时间", "bad-date", "123,,,1,a number that is no date"},
	{"投诉时间", "bad-date", "2026-1O-01,,,1,a letter among the figures"},
	{"首次响应时间", "bad-date", "2026-10-01,soon,,1,a word in another column"},
	{"结案时间", "bad-date", "2026-10-01,,2026/10/41,1,day 41 in another column"},
	{"投诉时间", "no-date", ",,,1,blank"},
	{"投诉时间", "no-date", "无,,,1,a word for nothing"},
	{"投诉时间", "no-date", "NULL,,,1,NULL"},
	{"投诉时间", "no-date", "#N/A,,,1,an error of Excel"},
	{"投诉时间", "no-date", "1970-01-01 00:00:00,,,1,a placeholder"},
	{"投诉时间", "no-date", "0000-00-00,,,1,zeros"},
	{"", "too-many-cells", "2026-10-01,,,1,a comma, that is not quoted"},
	{"", "too-many-cells", "2026-10-01,,,1,text,,,x"},
	{"", "too-few-cells", "2026-10-01,,"},
	{"", "too-few-cells", "2026-10-01"},
	{"", "bad-quotes", "\"2026-10-01,,,1"},
	{"", "bad-quotes", "2026-10-01,,,1,\"a\" b\",c,\"d"},
	{"", "bad-encoding", "2026-10-01,,,1,\xff\xfe"},
	{"", "bad-encoding", "2026-10-01,,,1,a lone \x80"},
	{"", "bad-encoding", "2026-10-01,,,1,cut off \xe5\xae"},
	{"", "bad-encoding", "2026-10-01,,,1,overlong \xc0\xaf"},
	{"", "bad-encoding", "2026-10-01,,,1,a surrogate \xed\xa0\x80"},
	{"", "bad-encoding", "2026-10-01,,,1,past the last \xf5\x80\x80\x80"},
	{"", "bad-encoding", "2026-10-01,,,1,客\xb7\xfe GBK"},
	{"", "bad-encoding", "2026-10-01,,,1,a \0 between", 28},
};

enum { N_FAULTS = sizeof FAULTS / sizeof *FAULTS };

/* Fault k stands in line 3 + 2 k, behind a sound row. */
static size_t line_of(size_t k)
{
	return 3 + 2 * k;
}

static void write_sound(size_t id)
{
	printf("%zu,2026-10-%02zu 08:30:00,,,1380013%04zu,物流太慢了第%zu次\n", id, 1 + id % 28, id,
		id);
}

static void write_file(bool is_sound)
{
	fputs(HEADER, stdout);
	for (size_t k = 0; k < N_FAULTS; k++) {
		const struct fault *fault = &FAULTS[k];

		write_sound(line_of(k) - 1);
		if (is_sound) {
			write_sound(line_of(k));
			continue;
		}
		printf("%zu,", line_of(k));
		fwrite(fault->cells, 1, fault->n ? fault->n : strlen(fault->cells), stdout);
		putchar('\n');
	}
	write_sound(line_of(N_FAULTS));
}

static void write_expected(void)
{
	for (size_t k = 0; k < N_FAULTS; k++)
		printf("%zu,%s,%s\n", line_of(k), FAULTS[k].column, FAULTS[k].code);
}

/* The columns of a rejects file before the source's own stay; kesu_line tells which row it is. */
static void correct(void)
{
	char line[4096];

	for (size_t row = 0; fgets(line, sizeof line, stdin); row++) {
		size_t at = 0, cells = 0;
		const char *number = strchr(line, ',');

		number = number ? strchr(number + 1, ',') : NULL;
		if (!row || !number) {
			fputs(line, stdout);
			continue;
		}
		for (bool is_quoted = false; line[at] && cells < 7; at++) {
			is_quoted ^= line[at] == '"';
			cells += line[at] == ',' && !is_quoted;
		}
		printf("%.*s", (int)at, line);
		write_sound(strtoul(number + 1, NULL, 10));
	}
}

int main(int argc, char **argv)
{
	const char *word = argc == 2 ? argv[1] : "";

	if (!strcmp(word, "file") || !strcmp(word, "sound"))
		write_file(!strcmp(word, "sound"));
	else if (!strcmp(word, "expected"))
		write_expected();
	else if (!strcmp(word, "correct"))
		correct();
	else
		return 2;
	return fflush(stdout) || ferror(stdout);
}
