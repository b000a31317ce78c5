#pragma once
/* The complaints as three systems export them, and the orders. Each appends a file's bytes, but for
 * the workbook, which libxlsxwriter writes itself. */
#include "base/buf.h"
#include "base/err.h"
#include "sample-data/complaint.h"

/* A ticket system: UTF-8, English headers, ISO times, times of first answer and solution. */
void export_hotline(const struct complaints *complaints, const struct shop *shop, struct buf *out);
/* A shop's back office saved from Excel: GBK, CRLF, Chinese headers, 2026/3/5 9:07, order numbers
 * behind a tab, some phones masked, two dates damaged. */
int export_web(const struct complaints *complaints, const struct shop *shop, struct buf *out,
	struct err *err);
/* Forms of the stores: a workbook with a title above the header, real dates and a total line. */
int export_store(const struct complaints *complaints, const struct shop *shop, const char *path,
	struct err *err);
/* Denominators: month, product, orders, units, users. */
void export_orders(const struct shop *shop, struct buf *out);
