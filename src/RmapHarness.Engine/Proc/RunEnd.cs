namespace RmapHarness.Engine.Proc;

/// <summary>How a program's run on a kernel ended.</summary>
public enum RunEnd
{
    /// <summary>Every operation was executed and every observation made.</summary>
    Completed,

    /// <summary>The deadline passed; the process tree was killed.</summary>
    TimedOut,

    /// <summary>The agent could not do its part (no memory, a process died of itself, a file could not be read).</summary>
    Broken,

    /// <summary>The kernel reported trouble of its own meanwhile (BUG, WARN, a stall, …); what it did after that proves nothing.</summary>
    Damaged,

    /// <summary>The kernel or the connection went away while the program ran.</summary>
    Lost,
}
