using Iced.Intel;
using KvmSdk;
using static Iced.Intel.AssemblerRegisters;

namespace Thermometer;

/// <summary>Assembles the guest: it arms the sensor, waits until it is too warm, and reports the degrees.</summary>
internal static class Watch
{
    private const int SensorMissing = 1;

    public static GuestImage Assemble(int limit)
    {
        var guest = new Assembler(64);
        Label wait = guest.CreateLabel();
        Label missing = guest.CreateLabel();

        guest.mov(rdi, Greenhouse.Layout.Sensor.Base);
        guest.mov(eax, __dword_ptr[rdi + (int)TemperatureSensor.Registers.Id]);
        guest.cmp(eax, 0x7E40);
        guest.jne(missing);
        guest.mov(__dword_ptr[rdi + (int)TemperatureSensor.Registers.Arm], limit);

        guest.Label(ref wait);
        guest.mov(eax, __dword_ptr[rdi + (int)TemperatureSensor.Registers.Status]);
        guest.test(eax, 1);
        guest.je(wait);

        // The newest measurement in degrees: the program ends with it.
        guest.mov(eax, __dword_ptr[rdi + (int)TemperatureSensor.Registers.History]);
        guest.mov(__dword_ptr[rdi + (int)TemperatureSensor.Registers.Status], 1);
        guest.xor(edx, edx);
        guest.mov(ecx, 1000);
        guest.div(ecx);
        End(guest);

        guest.Label(ref missing);
        guest.mov(eax, SensorMissing);
        End(guest);

        using var bytes = new MemoryStream();
        guest.Assemble(new StreamCodeWriter(bytes), Greenhouse.Layout.Program.LoadAddress);
        return GuestImage.FromBytes(bytes.ToArray());
    }

    private static void End(Assembler guest)
    {
        Label here = guest.CreateLabel();
        guest.mov(edx, Greenhouse.Layout.Result.Port);
        guest.@out(dx, eax);
        guest.Label(ref here);
        guest.jmp(here);
    }
}
