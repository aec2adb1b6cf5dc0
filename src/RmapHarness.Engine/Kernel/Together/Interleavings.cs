using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel.Together;

/// <summary>
/// Orders in which a block may be done: every process keeps to its own order. A touch is many accesses, so it may be done in two parts, between which
/// others come. All orders if they are few; otherwise the processes one after the other and in turns, whoever begins.
/// </summary>
internal static class Interleavings
{
    /// <summary>Most orders that are tried of one kind.</summary>
    private const int Most = 24;

    /// <summary>The orders of some operations; each element is one with its index in the program. The first one is the program's.</summary>
    public static IEnumerable<IReadOnlyList<(int Step, Operation Operation)>> Of(IReadOnlyList<(int Step, Operation Operation)> operations, Geometry geometry)
    {
        List<(int Step, Operation Operation)> parts = [.. operations.SelectMany(one => Parts(one.Operation, geometry).Select(part => (one.Step, part)))];
        return new[] { operations }.Concat(Orders(Tracks(operations))).Concat(parts.Count > operations.Count ? Orders(Tracks(parts)) : []);
    }

    private static List<List<(int Step, Operation Operation)>> Tracks(IEnumerable<(int Step, Operation Operation)> operations) =>
        [.. operations.GroupBy(one => one.Operation.Process).Select(track => track.ToList())];

    private static IEnumerable<Operation> Parts(Operation operation, Geometry geometry)
    {
        if (operation is not TouchOperation touch || touch.Length <= touch.Stride)
            return [operation];
        var first = (touch.Length / touch.Stride / 2 * touch.Stride) is var half && half > 0 ? half : geometry.PageSize;
        return [touch with { Length = first }, touch with { Address = touch.Address + first, Length = touch.Length - first }];
    }

    private static IEnumerable<IReadOnlyList<(int Step, Operation Operation)>> Orders(List<List<(int Step, Operation Operation)>> tracks)
    {
        var places = tracks.SelectMany((track, i) => track.Select(_ => i)).ToList();
        var all = Arrangements(tracks.Select(track => track.Count).ToArray(), places.Count).Take(Most + 1).ToList();
        if (all.Count > Most)
            all = [.. Permutations([.. Enumerable.Range(0, tracks.Count)]).Take(Most / 2).SelectMany(order => new[] { Serial(order, tracks), InTurns(order, tracks) })];
        return all.Select(order => Arrange(order, tracks));
    }

    // Which track each place belongs to.
    private static IEnumerable<List<int>> Arrangements(int[] left, int places)
    {
        if (places == 0)
        {
            yield return [];
            yield break;
        }

        for (var track = 0; track < left.Length; track++)
        {
            if (left[track] == 0)
                continue;
            left[track]--;
            foreach (var rest in Arrangements(left, places - 1))
                yield return [track, .. rest];
            left[track]++;
        }
    }

    private static IEnumerable<List<int>> Permutations(List<int> tracks)
    {
        if (tracks.Count == 0)
        {
            yield return [];
            yield break;
        }

        foreach (var first in tracks)
        {
            foreach (var rest in Permutations([.. tracks.Where(track => track != first)]))
                yield return [first, .. rest];
        }
    }

    private static List<int> Serial(List<int> order, List<List<(int Step, Operation Operation)>> tracks) =>
        [.. order.SelectMany(track => tracks[track].Select(_ => track))];

    private static List<int> InTurns(List<int> order, List<List<(int Step, Operation Operation)>> tracks) =>
        [.. Enumerable.Range(0, tracks.Max(track => track.Count)).SelectMany(turn => order.Where(track => turn < tracks[track].Count))];

    private static IReadOnlyList<(int Step, Operation Operation)> Arrange(List<int> order, List<List<(int Step, Operation Operation)>> tracks)
    {
        var next = new int[tracks.Count];
        return [.. order.Select(track => tracks[track][next[track]++])];
    }
}
