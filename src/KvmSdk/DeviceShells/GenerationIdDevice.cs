// Why the number lies in memory and not in a register: a guest asks for it before every use of its random numbers, say, and an exit for
// each would cost more than the numbers. The guest reads it as memory of its own; only the news of a change comes as an interrupt.

using KvmSdk.DeviceShells;
using KvmSdk.Kernel;

namespace KvmSdk;

/// <summary>A running generation ID: 16 bytes in the guest's memory, and the interrupt that tells the guest of new ones.</summary>
public sealed class GenerationIdDevice
{
    private readonly MachineHost _host;
    private readonly ulong _address;
    private readonly InterruptPin _interrupt;
    private FutexLock _lock;
    private Guid _current;
    private ulong _changes;
    private bool _hasEnded;

    /// <summary>Puts the ID into the guest's memory. Called by generated code.</summary>
    /// <param name="host">The machine under construction.</param>
    /// <param name="name">The property's name.</param>
    /// <param name="address">The guest-physical address, of RAM that the guest is told is reserved.</param>
    /// <param name="irq">The interrupt line, an I/O APIC input.</param>
    /// <param name="id">The ID to start with.</param>
    public GenerationIdDevice(MachineHost host, string name, ulong address, int irq, GenerationId id)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(id);
        Name = name;
        _host = host;
        _address = address;
        _interrupt = host.ConnectInterrupt(irq);
        _current = id.Fixed ?? Guid.NewGuid();
        host.Own(new Ending(this));
        host.Memory.Write(_address, _current);
    }

    /// <summary>The property's name.</summary>
    public string Name { get; }

    /// <summary>The ID in force. Its bytes lie in memory as Windows lays out a GUID.</summary>
    public Guid Current
    {
        get
        {
            _lock.Enter();
            Guid current = _current;
            _lock.Exit();
            return current;
        }
    }

    /// <summary>How often it was changed since the start.</summary>
    public ulong Changes => Volatile.Read(ref _changes);

    /// <summary>
    /// Gives the machine a new random ID and tells the guest, which seeds its random numbers anew. For whoever has made this machine another one:
    /// restored it from a snapshot, or let a copy of it run. From any thread.
    /// </summary>
    /// <returns>The new ID.</returns>
    /// <exception cref="InvalidOperationException">The machine has ended.</exception>
    public Guid Change()
    {
        Guid id = Guid.NewGuid();
        Change(id);
        return id;
    }

    /// <summary>Gives the machine this ID and tells the guest. A guest that finds the ID unchanged does nothing.</summary>
    /// <param name="id">The ID.</param>
    /// <exception cref="InvalidOperationException">The machine has ended.</exception>
    public void Change(Guid id)
    {
        _lock.Enter();
        bool hasEnded = _hasEnded;
        try
        {
            if (!hasEnded)
            {
                // In this order: a guest that is told looks.
                _host.Memory.Write(_address, id);
                _current = id;
                _changes++;
                _interrupt.Raise();
            }
        }
        finally
        {
            _lock.Exit();
        }

        if (hasEnded)
        {
            throw new InvalidOperationException($"the machine of generation ID '{Name}' has ended; change that of a machine that runs");
        }
    }

    /// <summary>The machine's interrupt lines are about to go, which somebody may still want to raise.</summary>
    private sealed class Ending(GenerationIdDevice owner) : IDisposable
    {
        public void Dispose()
        {
            owner._lock.Enter();
            owner._hasEnded = true;
            owner._lock.Exit();
        }
    }
}
