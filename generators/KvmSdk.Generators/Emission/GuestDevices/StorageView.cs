using KvmSdk.Model.GuestDevices;
using KvmSdk.Parser.GuestDevices;

namespace KvmSdk.Generators.Emission.GuestDevices;

/// <summary>A register whose value the generated half keeps.</summary>
internal sealed class StorageView
{
    public StorageView(RegisterSpec register)
    {
        Field = DeviceReservedNames.StorageOf(register.Member);
        Property = register.Form == RegisterForm.StorageArray
            ? new(PartialView.Signature(register.Declaration!), Field, null, register.Declaration!.Getter ?? "", "")
            : new(PartialView.Signature(register.Declaration!), register.Declaration!.Getter is null ? null : Field,
                register.Declaration.Setter is null ? null : $"{Field} = value", register.Declaration.Getter ?? "", register.Declaration.Setter ?? "");
        string reset = RegisterView.ResetValue(register);
        if (register.Form == RegisterForm.StorageArray)
        {
            Declaration = $"private readonly {register.ValueType}[] {Field} = {RegisterView.FilledArray(register, reset)};";
            Reset = $"global::System.MemoryExtensions.AsSpan({Field}).Fill({reset});";
        }
        else
        {
            Declaration = $"private {register.ValueType} {Field} = {reset};";
            Reset = $"{Field} = {reset};";
        }
    }

    public string Field { get; }

    /// <summary>The declaration of its storage.</summary>
    public string Declaration { get; }

    public PartialView Property { get; }

    /// <summary>The statement that puts it back to its reset value.</summary>
    public string Reset { get; }
}
