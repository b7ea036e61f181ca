namespace KvmSdk.Model.Spec;

/// <summary>How a machine starts.</summary>
public enum BootKind
{
    /// <summary>A flat image, entered at its first byte in 64-bit long mode.</summary>
    FlatImage,
}

/// <summary>A declared boot source.</summary>
/// <param name="Kind">How the image is started.</param>
/// <param name="Property">The property that holds the image.</param>
/// <param name="LoadAddress">The guest-physical address of the image's first byte, as declared.</param>
public sealed record BootSpec(BootKind Kind, string Property, ulong LoadAddress);
