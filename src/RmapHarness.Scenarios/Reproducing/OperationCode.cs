using System.Globalization;
using System.Numerics;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Scenarios.Reproducing;

/// <summary>Writes operations as C.</summary>
internal static class OperationCode
{
    /// <summary>The expression that does an operation and is 0, an errno or minus a signal; null for what the program's frame does itself.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="step">Its index in the program.</param>
    /// <exception cref="NotSupportedException">There is no C for the operation.</exception>
    public static string? Of(Operation operation, int step) => operation switch
    {
        ForkOperation or ThreadOperation or ExecveOperation or ExitOperation or ObserveOperation => null,
        MmapOperation o => $"map({Hex(o.Address)}, {Hex(o.Length)}, {Words("PROT", o.Protection)}, {Words("MAP", o.Flags)}{HugeSize(o)})",
        MunmapOperation o => $"done(munmap(at({Hex(o.Address)}), {Hex(o.Length)}))",
        MprotectOperation o => $"done(mprotect(at({Hex(o.Address)}), {Hex(o.Length)}, {Words("PROT", o.Protection)}))",
        MadviseOperation o => $"done(madvise(at({Hex(o.Address)}), {Hex(o.Length)}, {(int)o.Advice} /* {o.Advice} */))",
        ProcessMadviseOperation o => $"advise_process({o.Target}, {Hex(o.Address)}, {Hex(o.Length)}, {(int)o.Advice} /* {o.Advice} */)",
        ForkExitOperation => "fork_and_exit()",
        KillOperation o => $"kill_process({o.Victim})",
        SplitOperation o => $"split({Hex(o.Address)}, {Hex(o.Length)}, {o.Order})",
        MremapOperation o =>
            $"remap({Hex(o.Address)}, {Hex(o.OldLength)}, {Hex(o.NewLength)}, {(int)o.Flags} /* {o.Flags} */, {Hex(o.NewAddress)})",
        MsyncOperation o => $"done(msync(at({Hex(o.Address)}), {Hex(o.Length)}, {(int)o.Flags} /* {o.Flags} */))",
        MlockOperation o => $"done(syscall(SYS_mlock2, at({Hex(o.Address)}), {Hex(o.Length)}, {(o.OnFault ? 1 : 0)}))",
        MunlockOperation o => $"done(munlock(at({Hex(o.Address)}), {Hex(o.Length)}))",
        MlockAllOperation o => $"done(mlockall({(int)o.Flags} /* {o.Flags} */))",
        MunlockAllOperation => "done(munlockall())",
        UffdRegisterOperation o => $"uffd_register({Hex(o.Address)}, {Hex(o.Length)}, {(o.IsAsync ? "true" : "false")})",
        UffdUnregisterOperation o => $"uffd_unregister({Hex(o.Address)}, {Hex(o.Length)})",
        UffdProtectOperation o => $"uffd_protect({Hex(o.Address)}, {Hex(o.Length)}, {(o.Protects ? "true" : "false")})",
        PinOperation o => $"pin_range({Hex(o.Address)}, {Hex(o.Length)})",
        UnpinOperation => "pin_forget()",
        VmspliceOperation o => $"splice_range({Hex(o.Address)}, {Hex(o.Length)})",
        DrainOperation => "splice_forget()",
        MovePagesOperation o => $"move_range({Hex(o.Address)}, {Hex(o.Length)}, {o.Node})",
        ThpSizeOperation o => $"set_size({o.Size}UL, \"{o.Mode.ToString().ToLowerInvariant()}\")",
        SwaponOperation o => $"swap_on({Hex(o.Length)})",
        SwapoffOperation => "swap_off()",
        TouchOperation o => $"touch({Hex(o.Address)}, {Hex(o.Length)}, {Hex(o.Stride)}, {Bool(o.Write)}, {Bool(o.Equal)})",
        KsmScanOperation => "ksm_scan()",
        HugetlbOperation o => $"set_pool({o.Size >> 10}, {o.Pages}, {o.Overcommit})",
        CreateOperation { Kind: FileKind.Hugetlb } o => $"file_create_hugetlb({o.File}, {BitOperations.Log2(o.HugetlbPage)}, {o.Size}UL)",
        CreateOperation o => $"file_create({o.File}, {(o.Kind == FileKind.Memfd ? "NULL" : $"\"{HugeWord(o.Huge)}\"")}, {o.Size}UL)",
        MmapFileOperation o =>
            $"file_map({Hex(o.Address)}, {Hex(o.Length)}, {Words("PROT", o.Protection)}, {Words("MAP", o.Flags)}, {o.File}, {Hex(o.Offset)})",
        FtruncateOperation o => $"done(ftruncate(FIRST_FILE + {o.File}, {o.Size}UL))",
        FallocateOperation o => $"done(fallocate(FIRST_FILE + {o.File}, {(int)o.Mode} /* {o.Mode} */, {Hex(o.From)}, {Hex(o.Length)}))",
        PwriteOperation o => $"file_write({o.File}, {Hex(o.From)}, {Hex(o.Length)}, {step + 1})",
        PreadOperation o => $"file_read({o.File}, {Hex(o.From)}, {Hex(o.Address)}, {Hex(o.Length)})",
        CloseOperation o => $"done(close(FIRST_FILE + {o.File}))",
        _ => throw new NotSupportedException($"there is no C for the step '{operation.Name}' yet"),
    };

    /// <summary>
    /// Which operations end in per-CPU batches that must be drained before the next one, as the agent does: MADV_FREE, MADV_COLD, MADV_PAGEOUT, pread, and everything
    /// once memory was locked, and what comes just before that.
    /// </summary>
    public static IReadOnlyList<bool> Drains(IReadOnlyList<Operation> operations)
    {
        var drains = new bool[operations.Count];
        var locks = false;
        for (var i = 0; i < drains.Length; i++)
        {
            locks |= operations[i] is MlockOperation or MlockAllOperation
                || (operations[i] is MmapOperation mmap && mmap.Flags.HasFlag(MapFlags.Locked))
                || (operations[i] is MmapFileOperation map && map.Flags.HasFlag(MapFlags.Locked));
            drains[i] = locks || operations[i] is PreadOperation or MadviseOperation { Advice: Advice.Free or Advice.Cold or Advice.PageOut }
                or ProcessMadviseOperation { Advice: Advice.Free or Advice.Cold or Advice.PageOut };
            if (locks && i > 0)
                drains[i - 1] = true;
        }

        return drains;
    }

    /// <summary>A number that is an address or a length.</summary>
    public static string Hex(ulong number) => string.Create(CultureInfo.InvariantCulture, $"0x{number:x}UL");

    private static string Bool(bool value) => value ? "true" : "false";

    private static string HugeSize(MmapOperation operation) =>
        operation.HugePage == 0 ? "" : $" | {BitOperations.Log2(operation.HugePage)} << {MapFlagBits.HugeShift} /* MAP_HUGE_SHIFT */";

    private static string HugeWord(TmpfsHuge huge) => huge == TmpfsHuge.WithinSize ? "within_size" : huge.ToString().ToLowerInvariant();

    // PROT_READ | PROT_WRITE; a constant that old headers lack is written as a number.
    private static string Words<T>(string prefix, T flags)
        where T : struct, Enum
    {
        var words = new List<string>();
        foreach (var flag in Enum.GetValues<T>().Where(flag => Convert.ToInt64(flag, CultureInfo.InvariantCulture) != 0 && flags.HasFlag(flag)))
        {
            words.Add(flag switch
            {
                Protection.Execute => "PROT_EXEC",
                MapFlags.FixedNoReplace => "0x100000 /* MAP_FIXED_NOREPLACE */",
                _ => $"{prefix}_{flag.ToString().ToUpperInvariant()}",
            });
        }

        return words.Count == 0 ? $"{prefix}_NONE".Replace("MAP_NONE", "0", StringComparison.Ordinal) : string.Join(" | ", words);
    }
}
