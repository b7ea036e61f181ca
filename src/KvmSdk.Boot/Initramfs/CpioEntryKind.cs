namespace KvmSdk.Boot.Initramfs;

/// <summary>The file type bits of a mode (S_IFMT, linux/stat.h) that an initramfs can hold.</summary>
internal enum CpioEntryKind : uint
{
    CharacterDevice = 0x2000,
    Directory = 0x4000,
    BlockDevice = 0x6000,
    File = 0x8000,
    Symlink = 0xa000,
}
