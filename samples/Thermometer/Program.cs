// A machine inside a program: it is started like any object, and its device is an object that both sides use.

using KvmSdk;
using Thermometer;

await using Greenhouse.Machine machine = await new Greenhouse().StartAsync();

while (!machine.Sensor.IsArmed && !machine.Completion.IsCompleted)
{
    await Task.Delay(1);
}

uint degrees = machine.Sensor.MilliCelsius / 1000;
do
{
    Console.WriteLine($"{++degrees} degrees");
}
while (!machine.Sensor.Measure(degrees * 1000));

MachineOutcome outcome = await machine.Completion;
Console.WriteLine($"The guest saw {outcome.ExitCode} degrees and closed down.");
return outcome.ExitCode == degrees ? 0 : 1;
