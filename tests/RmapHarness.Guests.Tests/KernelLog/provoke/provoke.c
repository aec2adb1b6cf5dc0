// SPDX-License-Identifier: GPL-2.0
/* insmod provoke.ko what=NAME: damages the kernel on purpose, for a sample of what it says then. See README.md. */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

static char *what = "";
module_param(what, charp, 0);
MODULE_PARM_DESC(what, "the damage");

static DEFINE_SPINLOCK(provoke_lock);

static noinline void provoke_null(void)
{
	int *volatile nothing = NULL;

	WRITE_ONCE(*nothing, 1);
}

static noinline void provoke_bad_address(void)
{
	int *volatile somewhere = (int *)0xffff900000000123UL;

	WRITE_ONCE(*somewhere, 1);
}

static noinline void provoke_gpf(void)
{
	int *volatile somewhere = (int *)0xdead000000000123UL;

	WRITE_ONCE(*somewhere, 1);
}

static noinline void provoke_bug(void)
{
	BUG_ON(what[0]);
}

static noinline void provoke_warn(void)
{
	WARN_ON(what[0]);
}

static noinline void provoke_warn_words(void)
{
	WARN(what[0], "provoked: %s\n", what);
}

static noinline void provoke_list(void)
{
	static struct list_head one, two;

	INIT_LIST_HEAD(&one);
	INIT_LIST_HEAD(&two);
	two.prev = &one;
	list_add_tail(&one, &two);
	one.next = &one;
	list_del(&one);
}

static noinline void provoke_atomic(void)
{
	spin_lock(&provoke_lock);
	schedule_timeout_uninterruptible(1);
	spin_unlock(&provoke_lock);
}

/* Interrupts stay on: the watchdog can look. */
static noinline void provoke_soft_lockup(void)
{
	preempt_disable();
	for (;;)
		cpu_relax();
}

static int sleeper(void *unused)
{
	set_current_state(TASK_UNINTERRUPTIBLE);
	schedule();
	return 0;
}

static noinline void provoke_hung_task(void)
{
	kthread_run(sleeper, NULL, "provoked");
}

static noinline int provoke_stack(int depth)
{
	volatile char room[1024];

	room[0] = depth;
	return provoke_stack(depth + 1) + room[0];
}

static noinline void provoke_bad_page(void)
{
	struct page *page = alloc_page(GFP_KERNEL);

	atomic_set(&page->_mapcount, 3);
	__free_page(page);
}

static noinline void provoke_vm_bug(void)
{
	struct page *page = alloc_page(GFP_KERNEL);

	dump_page(page, "provoked");
	BUG();
}

static noinline void provoke_refcount(void)
{
	static refcount_t count = REFCOUNT_INIT(0);

	refcount_inc(&count);
}

static noinline void provoke_double_free(void)
{
	void *volatile twice = kmalloc(64, GFP_KERNEL);

	kfree(twice);
	kfree(twice);
}

static const struct {
	const char *name;
	void (*call)(void);
} provocations[] = {
	{ "null", provoke_null }, { "bad-address", provoke_bad_address }, { "gpf", provoke_gpf }, { "bug", provoke_bug },
	{ "warn", provoke_warn }, { "warn-words", provoke_warn_words }, { "list", provoke_list }, { "atomic", provoke_atomic },
	{ "soft-lockup", provoke_soft_lockup }, { "hung-task", provoke_hung_task }, { "bad-page", provoke_bad_page },
	{ "vm-bug", provoke_vm_bug }, { "refcount", provoke_refcount }, { "double-free", provoke_double_free },
};

static int __init provoke_init(void)
{
	int i;

	if (!strcmp(what, "stack"))
		return provoke_stack(0);
	for (i = 0; i < ARRAY_SIZE(provocations); i++) {
		if (!strcmp(what, provocations[i].name)) {
			provocations[i].call();
			return 0;
		}
	}
	return -EINVAL;
}
module_init(provoke_init);

static void __exit provoke_exit(void)
{
}
module_exit(provoke_exit);

MODULE_DESCRIPTION("Damages the kernel on purpose");
MODULE_LICENSE("GPL");
