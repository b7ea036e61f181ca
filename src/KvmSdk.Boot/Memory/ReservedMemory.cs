namespace KvmSdk.Boot.Memory;

/// <summary>RAM that the guest's own memory management must leave alone: it is read and written by agreement with somebody else.</summary>
/// <param name="Owner">Who needs it, as messages say it, e.g. <c>shared memory 'Mailbox'</c>.</param>
/// <param name="Range">Guest physical addresses, whole pages: a kernel rounds what is usable inwards, and would lose the rest of a page.</param>
public readonly record struct ReservedMemory(string Owner, RamRange Range);
