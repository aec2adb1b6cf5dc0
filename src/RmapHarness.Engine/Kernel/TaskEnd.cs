using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>How processes and threads leave their address space (kernel/exit.c, exit_mm; fs/exec.c, exec_mmap).</summary>
internal static class TaskEnd
{
    // Of no process of a program.
    private const int Passing = int.MaxValue;

    /// <summary>fork of a child that ends at once. Returns 0 or an errno.</summary>
    public static int ForkAndExit(Machine machine, AddressSpace mm)
    {
        var child = machine.AddProcess(Passing);
        var error = Fork.Copy(machine, mm, child);
        Mmap.UnmapAll(machine, child);
        machine.RemoveProcess(Passing);
        return error;
    }

    /// <summary>_exit of one thread: the address space goes with the last one.</summary>
    public static void Exit(Machine machine, int number)
    {
        var mm = machine.Process(number);
        if (Users(machine, mm).Count > 1)
        {
            machine.RemoveThread(number);
            return;
        }

        Leave(machine, mm);
        machine.RemoveProcess(number);
    }

    /// <summary>SIGKILL, which ends every thread of a process.</summary>
    public static void Kill(Machine machine, int number)
    {
        foreach (var user in Users(machine, machine.Process(number)))
            Exit(machine, user);
    }

    /// <summary>execve: the other threads end, and the old address space is gone when the call returns. Files close: they were opened so.</summary>
    public static void Execve(Machine machine, int number)
    {
        var mm = machine.Process(number);
        foreach (var other in Users(machine, mm).Where(user => user != number))
            machine.RemoveThread(other);
        Leave(machine, mm);
        machine.RenewProcess(number);
    }

    // The files close last, and with them what they keep.
    private static void Leave(Machine machine, AddressSpace mm)
    {
        Mmap.UnmapAll(machine, mm);
        Gup.Unpin(machine, mm);
        Gup.Drain(machine, mm);
    }

    private static List<int> Users(Machine machine, AddressSpace mm) =>
        [.. machine.Tasks.Where(task => task.Mm == mm).Select(task => task.Number)];
}
