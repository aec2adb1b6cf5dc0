using RmapHarness.Verdicts.Diff;
using RmapHarness.Verdicts.KnownIssues;

namespace RmapHarness.Verdicts.Tests;

/// <summary>A finding about VMAs explains those VMAs, and no more than the memory that it is about.</summary>
public class VmaConditionTests
{
    private static readonly VmaCondition Condition = new("---p", true);

    [TestCase("---p", "2060", "12", true)]
    [TestCase("---p", "2060", "11", false, TestName = "more is missing than PMD entries map")]
    [TestCase("---p", "2060", "2061", false, TestName = "too much is not too little")]
    [TestCase("rw-p", "2060", "12", false, TestName = "accessible memory")]
    [TestCase("---p", "2060", "absent", false, TestName = "a field that is not there")]
    public void What_is_explained(string permissions, string expected, string observed, bool explained)
    {
        var difference = new Difference(1, "p", Observable.Smaps, "", "Rss", expected, observed) { Vma = new VmaContext(permissions, 2048) };
        Assert.That(Condition.Holds(difference), Is.EqualTo(explained));
    }

    [TestCase("0", "2048", true)]
    [TestCase("0", "2049", false, TestName = "more is added than PMD entries map")]
    [TestCase("2048", "0", false, TestName = "too little is not too much")]
    public void What_is_explained_where_there_is_too_much(string expected, string observed, bool explained)
    {
        var difference = new Difference(1, "p", Observable.Smaps, "", "Private_Clean", expected, observed) { Vma = new VmaContext("r--p", 2048) };
        Assert.That(new VmaCondition(null, LacksPmdMapped: false, AddsPmdMapped: true).Holds(difference), Is.EqualTo(explained));
    }

    [TestCase("2", "absent", 1, true)]
    [TestCase("3", "2", 2, true)]
    [TestCase("3", "1", 2, false, TestName = "less than the first pages have")]
    [TestCase("3", "absent", 2, false, TestName = "nothing, though first pages have more")]
    public void A_mapmax_of_first_pages(string expected, string observed, long ofFirstPages, bool explained)
    {
        var difference = new Difference(1, "p", Observable.NumaMaps, "", "mapmax", expected, observed) { Vma = new VmaContext("rw-p", 512, ofFirstPages) };
        Assert.That(new VmaCondition(null, LacksPmdMapped: false, RepeatsFirst: true).Holds(difference), Is.EqualTo(explained));
    }

    [Test]
    public void A_mismatch_that_is_not_about_a_VMA_is_not_explained() =>
        Assert.That(Condition.Holds(new Difference(1, "p", Observable.Step, "", "errno", "1", "0")), Is.False);
}
