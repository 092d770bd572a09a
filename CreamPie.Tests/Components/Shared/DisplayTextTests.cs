using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;
using CreamPie.Web.Components.Shared;

namespace CreamPie.Tests.Components.Shared;

public sealed class DisplayTextTests
{
    [Fact]
    public void Every_enum_member_has_its_own_label_and_sentence()
    {
        Check(Enum.GetValues<Reason>(), reason => new LabelText(DisplayText.Of(reason).Label, DisplayText.Of(reason).Sentence));
        Check(Enum.GetValues<DocumentState>(), DisplayText.Of);
        Check(Enum.GetValues<Outcome>(), DisplayText.Of);
        Check(Enum.GetValues<StockStatus>(), DisplayText.Of);
        Check(Enum.GetValues<FindingKind>(), DisplayText.Of);
        Assert.All(Enum.GetValues<PriceBasis>(), basis => Assert.NotEmpty(DisplayText.Of(basis)));
        Assert.Equal(Enum.GetValues<SourceName>().Length, Enum.GetValues<SourceName>().Select(DisplayText.Of).Distinct().Count());

        static void Check<T>(T[] all, Func<T, LabelText> wordOf)
        {
            var words = Array.ConvertAll(all, value => wordOf(value));
            Assert.All(words, word => Assert.Matches(@"^\S.{2,24}$", word.Label));
            Assert.All(words, word => Assert.Matches(@"^[A-Z0-9].{15,}\.$", word.Sentence));
            Assert.Equal(all.Length, words.Select(w => w.Label).Distinct().Count());
        }
    }

    [Fact]
    public void Every_reason_has_a_remedy_for_an_admin() =>
        Assert.All(Enum.GetValues<Reason>(), reason => Assert.Matches(@"^[A-Z].{15,}\.$", DisplayText.Of(reason).Remedy));

    [Theory]
    [InlineData(0, "0 B"), InlineData(999, "999 B"), InlineData(4_218, "4.2 kB"), InlineData(999_949, "999.9 kB")]
    [InlineData(999_950, "1 MB"), InlineData(1_378_363, "1.4 MB")]
    public void Sizes_are_abbreviated(long bytes, string text) => Assert.Equal(text, DisplayText.Size(bytes));

    [Theory]
    [InlineData("NYQ", "NYSE"), InlineData("nms", "Nasdaq"), InlineData("XYZ", "XYZ"), InlineData("NasdaqGS", "Nasdaq")]
    public void Exchange_codes_become_names(string code, string name) => Assert.Equal(name, ExchangeName.Of(code));

    [Fact]
    public void Dates_in_prose_have_no_hyphens() => Assert.Equal("7 Nov 2026", DisplayText.Date(new(2026, 11, 7)));
}
