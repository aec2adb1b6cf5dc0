using System.Numerics;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Kernel.Together;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Engine.Kernel;

/// <summary>Runs whole programs on the model.</summary>
public static class Simulation
{
    /// <summary>Runs a program from an empty machine and returns what a kernel with this profile must show.</summary>
    /// <exception cref="InvalidOperationException">The program uses a process that does not live.</exception>
    /// <exception cref="UnmetExpectationException">A touch expects a folio order that the model does not give.</exception>
    public static Trace Run(KernelProfile profile, Program program)
    {
        ArgumentNullException.ThrowIfNull(program);
        var machine = new Machine(profile);
        var outcomes = new StepOutcome[program.Operations.Count];
        var observations = new List<Observation>();
        var rounds = new TogetherRounds();
        for (var step = 0; step < outcomes.Length; step++)
        {
            var operation = program.Operations[step];
            rounds.Begin(machine, program, step);
            outcomes[step] = new StepOutcome(step, rounds.ResultOf(step, Apply(machine, operation, step)));
            if (operation is ObserveOperation)
                observations.Add(Observe(machine, step));
        }

        return new Trace(outcomes, observations) { Contents = ContentView.Of(machine) };
    }

    /// <summary>Runs a program and shows the model's whole state after each operation.</summary>
    /// <exception cref="InvalidOperationException">The program uses a process that does not live.</exception>
    /// <exception cref="UnmetExpectationException">A touch expects a folio order that the model does not give.</exception>
    public static IEnumerable<StepView> Steps(KernelProfile profile, Program program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return Walk(profile, program);
    }

    /// <summary>What is seen of a machine at a step.</summary>
    internal static Observation Observe(Machine machine, int step) =>
        new(step, Snapshot.OfAll(machine))
        {
            Memcg = MemcgView.Of(machine),
            Thp = machine.Thps.Read(machine.Memory.Runs),
            Hugetlb = HugetlbView.Of(machine),
            HugetlbKept = HugetlbView.Kept(machine),
        };

    private static IEnumerable<StepView> Walk(KernelProfile profile, Program program)
    {
        var machine = new Machine(profile);
        var rounds = new TogetherRounds();
        for (var step = 0; step < program.Operations.Count; step++)
        {
            rounds.Begin(machine, program, step);
            var outcome = new StepOutcome(step, rounds.ResultOf(step, Apply(machine, program.Operations[step], step)));
            yield return new StepView(
                outcome,
                FolioSnapshot.Of(machine.Memory.Runs, [.. machine.Processes]),
                SystemSnapshot.Of(machine.Memory.Runs),
                Snapshot.OfAll(machine));
        }
    }

    /// <summary>Applies one operation to a machine; an observation changes nothing. Returns what <see cref="StepOutcome.Errno"/> holds.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="step">Its index in the program.</param>
    /// <exception cref="InvalidOperationException">The process does not live.</exception>
    /// <exception cref="UnmetExpectationException">A touch expects a folio order that the model does not give.</exception>
    public static int Apply(Machine machine, Operation operation, int step)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(operation);
        if (operation is ObserveOperation or TogetherOperation)
            return Errno.None;
        if (operation is ThpSizeOperation size)
        {
            machine.Thps.AreShared |= size.Mode == ThpMode.Always;
            return machine.Profile.Version < size.Since ? Errno.NoEntry : machine.ThpSizes.Set(BitOperations.Log2(size.Size >> machine.Profile.Geometry.PageShift), size.Mode);
        }

        if (operation is SwaponOperation area)
            return Swapping.TurnOn(machine, (long)(area.Length >> machine.Profile.Geometry.PageShift));
        if (operation is KsmScanOperation)
            return Ksm.Scan(machine);
        if (operation is SwapoffOperation)
            return Swapping.TurnOff(machine);
        if (operation is HugetlbOperation pages)
        {
            var pool = machine.Hugetlb.Of(BitOperations.Log2(pages.Size >> machine.Profile.Geometry.PageShift));
            pool.SetPages((long)pages.Pages);
            pool.Overcommit = (long)pages.Overcommit;
            return Errno.None;
        }

        machine.BatchedCopies = 0;
        var result = ApplyTo(machine, operation, step);
        HugetlbFiles.EvictUnused(machine);
        return result;
    }

    private static int ApplyTo(Machine machine, Operation operation, int step)
    {
        var mm = machine.Process(operation.Process);
        var geometry = machine.Profile.Geometry;
        switch (operation)
        {
            case MmapOperation o:
                return Aligned(geometry, o.Address, o.Length, out var from, out var to)
                    ? Mmap.Map(machine, mm, from, to, o.Protection, o.Flags)
                    : Errno.Invalid;
            case FileOperation o:
                return FileCalls.Apply(machine, mm, o, step);
            case MunmapOperation o:
                if (o.Length == 0 || !Aligned(geometry, o.Address, o.Length, out from, out to))
                    return Errno.Invalid;
                return Mmap.Unmap(machine, mm, from, to);
            case MprotectOperation o:
                if (!Aligned(geometry, o.Address, o.Length, out from, out to))
                    return Errno.Invalid;
                return from == to ? Errno.None : Mprotect.Protect(machine, mm, from, to, o.Protection);
            case MadviseOperation o:
                if (!Aligned(geometry, o.Address, o.Length, out from, out to))
                    return Errno.Invalid;
                return Madvise.Advise(machine, mm, from, to, o.Advice);
            case ProcessMadviseOperation o:
                if (!Aligned(geometry, o.Address, o.Length, out from, out to))
                    return Errno.Invalid;
                return ProcessMadvise.Advise(machine, mm, machine.Process(o.Target), from, to, o.Advice);
            case MremapOperation o:
                if (!Aligned(geometry, o.Address, o.OldLength, out from, out to) || !Aligned(geometry, o.NewAddress, o.NewLength, out var newFrom, out var newTo))
                    return Errno.Invalid;
                return Mremap.Remap(machine, mm, from, to - from, newTo - newFrom, o.Flags, newFrom);
            case SplitOperation o:
                Aligned(geometry, o.Address, o.Length, out from, out to);
                return SplitFile.Range(machine, mm, from, to, o.Order);
            case MsyncOperation o:
                return Aligned(geometry, o.Address, o.Length, out from, out to) ? Msync.Range(mm, from, to, o.Flags) : Errno.Invalid;
            case MlockOperation o:
                Aligned(geometry, o.Address, o.Length, out from, out to);
                return Mlock.Lock(machine, mm, from, to, o.OnFault);
            case MunlockOperation o:
                Aligned(geometry, o.Address, o.Length, out from, out to);
                return Mlock.Unlock(machine, mm, from, to);
            case MlockAllOperation o:
                return Mlock.LockAll(machine, mm, o.Flags);
            case MunlockAllOperation:
                Mlock.UnlockAll(machine, mm);
                return Errno.None;
            case UffdRegisterOperation o:
                return Aligned(geometry, o.Address, o.Length, out from, out to) ? Uffd.Register(machine, mm, from, to, o.IsAsync) : Errno.Invalid;
            case UffdUnregisterOperation o:
                return Aligned(geometry, o.Address, o.Length, out from, out to) ? Uffd.Unregister(machine, mm, from, to) : Errno.Invalid;
            case UffdProtectOperation o:
                return Aligned(geometry, o.Address, o.Length, out from, out to) ? Uffd.Protect(machine, mm, from, to, o.Protects) : Errno.Invalid;
            case PinOperation or VmspliceOperation or MovePagesOperation when IsOnHugetlb(mm, geometry, operation):
                throw new UnmetExpectationException(-1, "pinning and migrating hugetlb memory are not modelled");
            case PinOperation o:
                return Aligned(geometry, o.Address, o.Length, out from, out to) ? Gup.Pin(machine, mm, from, to) : Errno.Invalid;
            case UnpinOperation:
                Gup.Unpin(machine, mm);
                return Errno.None;
            case VmspliceOperation o:
                return Aligned(geometry, o.Address, o.Length, out from, out to) ? Gup.Splice(machine, mm, from, to) : Errno.Invalid;
            case DrainOperation:
                Gup.Drain(machine, mm);
                return Errno.None;
            case MovePagesOperation o:
                return Aligned(geometry, o.Address, o.Length, out from, out to) ? MovePages.Range(machine, mm, from, to, o.Node) : Errno.Invalid;
            case TouchOperation o:
                Aligned(geometry, o.Address, o.Length, out from, out to);
                var result = Touch.Range(machine, mm, from, to, (long)(o.Stride >> geometry.PageShift), o.Write, o.Equal ? null : step);
                FolioExpectation.Check(machine, mm, o, from, to, step);
                return result;
            case MapFolioOperation o:
                return Aligned(geometry, o.Address, o.Length, out from, out to) ? FolioMapping.Map(machine, mm, from, to, o) : Errno.Invalid;
            case UnmapFolioOperation o:
                return Aligned(geometry, o.Address, o.Length, out from, out to) ? FolioMapping.Unmap(machine, mm, from, to) : Errno.Invalid;
            case ForkOperation o:
                var error = Fork.Copy(machine, mm, machine.AddProcess(o.Child));
                if (error != Errno.None)
                    machine.RemoveProcess(o.Child);
                return error;
            case ForkExitOperation:
                return TaskEnd.ForkAndExit(machine, mm);
            case ThreadOperation o:
                machine.AddThread(o.Thread, mm);
                return Errno.None;
            case ExitOperation o:
                TaskEnd.Exit(machine, o.Process);
                return Errno.None;
            case KillOperation o:
                TaskEnd.Kill(machine, o.Victim);
                return Errno.None;
            case ExecveOperation o:
                TaskEnd.Execve(machine, o.Process);
                return Errno.None;
            default:
                throw new ArgumentOutOfRangeException(nameof(operation), operation, "not modelled");
        }
    }

    private static bool IsOnHugetlb(AddressSpace mm, Geometry geometry, Operation operation)
    {
        Aligned(geometry, operation.Arguments[0], operation.Arguments[1], out var from, out var to);
        return mm.Overlapping(from, to).Exists(vma => vma.IsHugetlb);
    }

    /// <summary>The pages of a range of bytes: the kernel rounds lengths up to pages, and refuses addresses that are not page aligned.</summary>
    internal static bool Aligned(Geometry geometry, ulong address, ulong length, out long from, out long to)
    {
        from = (long)(address >> geometry.PageShift);
        to = from + (long)((length + geometry.PageSize - 1) >> geometry.PageShift);
        return (address & (geometry.PageSize - 1)) == 0;
    }
}
