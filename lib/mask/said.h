#pragma once
/* Inside lib/mask: names that a text itself says are names: "我叫王小明", "联系人：张三",
 * "李女士", "my name is John Smith", "Mrs Jones". What it does not say so stays: 王 is a name, 王牌
 * is none. */
#include "base/buf.h"

/* What begins at `p` of a text that began at `start`, masked; the bytes taken, 0: no name. */
size_t mask_said(const char *start, const char *p, size_t n, struct buf *out);
