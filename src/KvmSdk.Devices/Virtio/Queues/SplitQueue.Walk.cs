namespace KvmSdk.Devices.Virtio.Queues;

// From a head to a checked list of memory: the only place where descriptors are read. Each is copied once. What bounds the
// walk is a count, not the contents: a chain has at most as many descriptors as the queue (sections 2.7.5 and 2.7.5.3.1).
public sealed unsafe partial class SplitQueue
{
    private const ulong LargestChain = 1UL << 32;

    private bool TryWalk(ushort head, DescriptorChain chain)
    {
        chain.Start(head);
        VirtqDescriptor* table = _descriptors;
        uint tableSize = Size;
        uint index = head;
        bool inTable = false;
        for (int count = 0; count < Size;)
        {
            // SAFETY: index < tableSize, and the table was checked for tableSize descriptors. The copy is all that is used.
            VirtqDescriptor descriptor = table[index];
            if (descriptor.IsIndirect)
            {
                // A table inside a table is not allowed, and neither is one that the chain continues after.
                if (!_indirect || inTable || descriptor.HasNext) return false;
                if (!TryOpenTable(descriptor, out table, out tableSize)) return false;
                inTable = true;
                index = 0;
                continue;
            }

            if (!TryAppend(chain, descriptor)) return false;
            if (!descriptor.HasNext) return true;
            index = descriptor.Next;
            if (index >= tableSize) return false;
            count++;
        }

        return false;
    }

    // The write flag of the descriptor that points to the table has no meaning (section 2.7.5.3.2).
    private bool TryOpenTable(in VirtqDescriptor descriptor, out VirtqDescriptor* table, out uint tableSize)
    {
        tableSize = descriptor.Length / VirtqDescriptor.Size;
        table = null;
        if (tableSize == 0 || descriptor.Length % VirtqDescriptor.Size != 0) return false;
        if (!_memory.TryGetPointer(descriptor.Address, descriptor.Length, out byte* pointer)) return false;
        table = (VirtqDescriptor*)pointer;
        return true;
    }

    private bool TryAppend(DescriptorChain chain, in VirtqDescriptor descriptor)
    {
        byte* pointer = null;
        // An empty descriptor has no memory to check; it is counted and skipped.
        if (descriptor.Length != 0 && !_memory.TryGetPointer(descriptor.Address, descriptor.Length, out pointer)) return false;
        return chain.TryAdd(pointer, descriptor.Length, descriptor.IsWritable)
            && chain.ReadableLength + chain.WritableLength <= LargestChain;
    }
}
