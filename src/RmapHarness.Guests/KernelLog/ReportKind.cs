namespace RmapHarness.Guests.KernelLog;

/// <summary>What a kernel reports of itself on its console.</summary>
public enum ReportKind
{
    /// <summary>The kernel noticed that its own state is wrong: BUG, BUG_ON, a bad page.</summary>
    Bug,

    /// <summary>An access that the processor refused: NULL, a bad address, a general protection fault.</summary>
    Oops,

    /// <summary>WARN, WARN_ON.</summary>
    Warning,

    /// <summary>The address sanitizer.</summary>
    Kasan,

    /// <summary>The sampling finder of wrong accesses to memory of the allocator.</summary>
    Kfence,

    /// <summary>The sanitizer of undefined behaviour.</summary>
    Ubsan,

    /// <summary>The lock validator.</summary>
    Lockdep,

    /// <summary>RCU waits for a processor or task for too long.</summary>
    RcuStall,

    /// <summary>A task sleeps for too long without being killable.</summary>
    HungTask,

    /// <summary>A processor has not scheduled for too long.</summary>
    SoftLockup,

    /// <summary>A processor has not taken interrupts for too long.</summary>
    HardLockup,

    /// <summary>The out-of-memory killer ended a process.</summary>
    OutOfMemory,

    /// <summary>A panic for none of the reasons above.</summary>
    Panic,
}
