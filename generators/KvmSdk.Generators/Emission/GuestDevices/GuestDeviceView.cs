using KvmSdk.Model.GuestDevices;

namespace KvmSdk.Generators.Emission.GuestDevices;

/// <summary>A device as the templates print it: they loop and test, and compute nothing.</summary>
internal sealed class GuestDeviceView
{
    public GuestDeviceView(GuestDeviceSpec device)
    {
        Name = device.Name;
        Partials = [.. device.Partials.Select(PartialView.Throwing)];
        Offsets = [.. RegisterView.Offsets(device)];
        Storage = [.. device.Registers.Where(register => register.HasStorage).Select(register => new StorageView(register))];
        Interrupts = [.. device.Interrupts.Select(PartialView.Interrupt)];
        Fields = [.. device.Fields.Select(field => (Field: field, Register: device.Registers.FirstOrDefault(register => register.Member == field.Register)))
            .Where(pair => pair.Register is not null).Select(pair => PartialView.Field(pair.Field, pair.Register!))];
        Reads = [.. device.Registers.Where(register => register.IsReadable).OrderBy(register => register.IsArray).Select(RegisterView.Read)];
        Writes = [.. device.Registers.Where(register => register.IsWritable).OrderBy(register => register.IsArray).Select(RegisterView.Write)];
        Header = [.. CHeader.Lines(device).Select(line => line.Length == 0 ? line : "        " + line)];
    }

    public string Name { get; }

    /// <summary>Every declared property that waits for an implementation, with bodies that throw.</summary>
    public IReadOnlyList<PartialView> Partials { get; }

    public IReadOnlyList<ConstantView> Offsets { get; }

    public IReadOnlyList<StorageView> Storage { get; }

    public bool HasStorage => Storage.Count > 0;

    public IReadOnlyList<PartialView> Interrupts { get; }

    public bool HasInterrupt => Interrupts.Count > 0;

    public IReadOnlyList<PartialView> Fields { get; }

    public IReadOnlyList<RegisterView> Reads { get; }

    public IReadOnlyList<RegisterView> Writes { get; }

    /// <summary>The C header, line by line, as far to the right as the literal's end.</summary>
    public IReadOnlyList<string> Header { get; }
}
