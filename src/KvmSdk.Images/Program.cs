// kvm-images prepare IMAGE OUTPUT: what the build does with an image before it becomes part of a program. A Linux kernel that unpacks itself (a bzImage) is unpacked here,
// once, instead of at every start; and an unpacked one can be mapped. Everything else is copied as it is.

using KvmSdk.Boot;
using KvmSdk.Images;

if (args is not ["prepare", var image, var output])
{
    Console.Error.WriteLine("usage: kvm-images prepare IMAGE OUTPUT");
    return 2;
}

try
{
    Preparation.Run(image, output);
    return 0;
}
catch (Exception e) when (e is BootException or IOException or UnauthorizedAccessException)
{
    // In the form of a compiler's error, which the build shows as one.
    Console.Error.WriteLine($"{image} : error KVMSDK011: the image cannot be embedded: {e.Message}");
    return 1;
}
