using CreamPie.Core.Archiving;
using CreamPie.Core.Market;
using CreamPie.Core.Processing;
using CreamPie.Core.Tracking;
using CreamPie.Web.Components.Shared;

namespace CreamPie.Tests.Shared;

public sealed class WordsTests
{
    [Fact]
    public void Every_member_of_a_closed_set_has_a_label_and_a_sentence_of_its_own()
    {
        Check(Enum.GetValues<Reason>(), reason => new Word(Words.Of(reason).Label, Words.Of(reason).Sentence));
        Check(Enum.GetValues<DocumentState>(), Words.Of);
        Check(Enum.GetValues<Outcome>(), Words.Of);
        Check(Enum.GetValues<StockStatus>(), Words.Of);
        Check(Enum.GetValues<FindingKind>(), Words.Of);
        Assert.All(Enum.GetValues<PriceBasis>(), basis => Assert.NotEmpty(Words.Of(basis)));
        Assert.Equal(Enum.GetValues<SourceName>().Length, Enum.GetValues<SourceName>().Select(Words.Of).Distinct().Count());

        static void Check<T>(T[] all, Func<T, Word> wordOf)
        {
            var words = Array.ConvertAll(all, value => wordOf(value));
            Assert.All(words, word => Assert.Matches(@"^\S.{2,24}$", word.Label));
            Assert.All(words, word => Assert.Matches(@"^[A-Z0-9].{15,}\.$", word.Sentence));
            Assert.Equal(all.Length, words.Select(w => w.Label).Distinct().Count());
        }
    }

    [Fact]
    public void Every_reason_says_what_an_admin_can_do() =>
        Assert.All(Enum.GetValues<Reason>(), reason => Assert.Matches(@"^[A-Z].{15,}\.$", Words.Of(reason).Remedy));

    [Theory]
    [InlineData(0, "0 B"), InlineData(999, "999 B"), InlineData(4_218, "4.2 kB"), InlineData(999_949, "999.9 kB")]
    [InlineData(999_950, "1 MB"), InlineData(1_378_363, "1.4 MB")]
    public void Sizes_are_short(long bytes, string text) => Assert.Equal(text, Words.Size(bytes));

    [Theory]
    [InlineData("NYQ", "NYSE"), InlineData("nms", "Nasdaq"), InlineData("XYZ", "XYZ")]
    public void An_exchange_is_called_by_its_name(string code, string name) => Assert.Equal(name, ExchangeName.Of(code));

    [Fact]
    public void A_date_in_prose_has_no_hyphens() => Assert.Equal("7 Nov 2026", Words.Date(new(2026, 11, 7)));
}
