/* A kernel that tells over the first serial port what its loader told it, and ends by the debug-exit port: 0 if all of it is as it should be. */

typedef unsigned int u32;
typedef unsigned short u16;
typedef unsigned char u8;

struct info {
    u32 flags, mem_lower, mem_upper, boot_device, command_line, module_count, modules;
    u32 symbols[4];
    u32 map_length, map, drives[2], config_table, loader_name;
};

struct module {
    u32 start, end, text, reserved;
};

static u32 zeroed[1024];

static void out8(u16 port, u8 value)
{
    __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static void out32(u16 port, u32 value)
{
    __asm__ volatile("outl %0, %1" : : "a"(value), "Nd"(port));
}

static void put(const char *text)
{
    while (*text)
        out8(0x3F8, (u8)*text++);
}

static void number(const char *name, u32 value)
{
    char digits[12];
    int at = 11;
    digits[at] = 0;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    put(name);
    put("=");
    put(digits + at);
    put("\n");
}

static void text(const char *name, u32 address)
{
    put(name);
    put("=");
    put((const char *)address);
    put("\n");
}

void run(u32 magic, const struct info *info)
{
    u32 available = 0;
    u32 bad = magic != 0x2BADB002 || (info->flags & 0x24D) != 0x24D || zeroed[1023];
    for (u32 at = info->map; at < info->map + info->map_length; at += *(u32 *)at + 4)
        if (*(u32 *)(at + 20) == 1)
            available += *(u32 *)(at + 12) >> 10;
    text("loader", info->loader_name);
    text("command line", info->command_line);
    number("upper KiB", info->mem_upper);
    number("available KiB", available);
    for (u32 i = 0; i < info->module_count; i++) {
        const struct module *module = (const struct module *)info->modules + i;
        bad |= module->start & 4095;
        text("module", module->text);
        number("bytes", module->end - module->start);
        for (u32 at = module->start; at < module->end; at++)
            out8(0x3F8, *(u8 *)at);
    }
    out32(0xF4, bad);
}
