using System.Text;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Text;
using CreamPie.Core.Sources.Formats.Html;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Sources.Formats.Html;

/// <summary>Skipping parts of a page must lose nothing: same tags and texts as a tokenizer over the whole page.</summary>
public sealed class HtmlTokensTests
{
    private static readonly string[] Pieces =
    [
        "<td>", "<td>", "<td class=\"a\">", "<td class='a>b'>", "<td a=\"", "<td a=b\"c>", "<TD\n>", "</td>", "</td >", "</td x=\">\">",
        "<tr/>", "<table>", "</table>",
        "<h1>", "</h1>", "<b>", "<a href='x'>", "<p", ">", "<", "</", "</>", "\"", "'", "=", "&", "&amp;", "&#65;", "&lt",
        "\0", "\r\n", "\r", " ", "text", "ſ",
        "<!-- a -->", "<!-->", "<!--->", "<!--", "-->", "--!>", "<!doctype html>", "<?php ?>", "<![CDATA[ < ]]>",
        "<script>", "<script src=x>", "<SCRIPT a='>'>", "</script>", "</SCRIPT x>", "</script", "<script>a</script >", "</scriptx>",
        "</ſcript>",
        "<style>", "</Style/>", "</styl>", "<iframe>", "</iframe>", "<title>", "</title>", "<textarea>", "</textarea\n>",
        "<svg>", "</svg>", "<link rel=a href='b>'>", "<form action=x>",
    ];

    [RealDataTheory]
    [InlineData("2017-05-16_MSFT_react-ssr.html")]
    [InlineData("2022-01-07_GME_react-ssr.html")]
    [InlineData("2024-06-30_NVDA_svelte.html")]
    [InlineData("2024-12-05_IBM_svelte-fragment.html")]
    [InlineData("2025-06-16_AAPL_svelte-fragment.html")]
    [InlineData("2025-06-16_TSLA_svelte.html")]
    public void Real_page_gives_the_same_tokens(string file) => Same(Encoding.UTF8.GetString(RealData.Bytes("yahoo-pages", file)));

    [Fact]
    public void Any_page_content_gives_the_same_tokens()
    {
        for (var seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            Same(string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => Pieces[random.Next(Pieces.Length)])));
        }
    }

    [Theory]
    [InlineData("<td><plaintext><td></plaintext>")]
    [InlineData("<script><!--<script></script><td>--></script><td>")]
    [InlineData("<style></style")]
    public void Content_hiding_tags_gives_the_same_tokens(string page) => Same(page);

    private static void Same(string page)
    {
        var (plain, ours) = (Plain(page), Ours(page));
        if (!plain.SequenceEqual(ours))
            Assert.Fail(System.Text.Json.JsonSerializer.Serialize(
                new { page = page[..Math.Min(page.Length, 2_000)], plain = plain.Take(100), ours = ours.Take(100) }));
    }

    private static List<string> Ours(string page)
    {
        using var tokens = new HtmlTokens(page.AsMemory(), CancellationToken.None) { TellsText = true };
        var all = new JoinedTokens();
        for (var token = tokens.Next(); token != PageToken.EndOfPage; token = tokens.Next())
        {
            if (token == PageToken.Text)
                all.AddText(tokens.Text.Span);
            if (token is not (PageToken.Start or PageToken.End))
                continue;
            all.AddTag(token == PageToken.Start, tokens.Tag, tokens.IsSelfClosing);
            if (token != PageToken.Start)
                continue;
            // Carriage returns in scripts are kept: they change nothing.
            if (tokens.Tag == PageTag.Script)
                all.AddText(tokens.ReadScript(isWanted: true).ToString().ReplaceLineEndings("\n"));
            else if (tokens.Tag == PageTag.RawText)
                tokens.SkipRawText();
            else if (tokens.Tag == PageTag.Title)
                all.AddText(tokens.ReadTitle().Span);
            else if (tokens.Tag == PageTag.Plaintext)
                tokens.SkipRest();
        }
        return all.End();
    }

    private static List<string> Plain(string page)
    {
        using var tokenizer = new HtmlTokenizer(new TextSource(new ReadOnlyMemoryTextSource(page)), HtmlEntityProvider.Resolver)
        {
            ShouldEmitAttribute = (ref _, _) => false,
        };
        var all = new JoinedTokens();
        var within = PageTag.Other;
        while (true)
        {
            ref var token = ref tokenizer.GetStructToken();
            if (token.Type == HtmlTokenType.EndOfFile)
                return all.End();
            if (token.Type == HtmlTokenType.Character && within is not (PageTag.RawText or PageTag.Plaintext))
                all.AddText(token.Data.Memory.Span);
            if (token.Type is not (HtmlTokenType.StartTag or HtmlTokenType.EndTag))
                continue;
            var tag = PageTags.Of(token.Name.Memory.Span);
            all.AddTag(token.Type == HtmlTokenType.StartTag, tag, token.IsSelfClosing);
            within = PageTag.Other;
            if (token.Type != HtmlTokenType.StartTag
                || tag is not (PageTag.Script or PageTag.RawText or PageTag.Title or PageTag.Plaintext))
                continue;
            within = tag;
            tokenizer.State = tag switch
            {
                PageTag.Script => HtmlParseMode.Script,
                PageTag.RawText => HtmlParseMode.Rawtext,
                PageTag.Title => HtmlParseMode.RCData,
                _ => HtmlParseMode.Plaintext,
            };
        }
    }

    /// <summary>Joins texts and drops end tags of scripts and the like, which the tokenizers report with or without their text.</summary>
    private sealed class JoinedTokens
    {
        private readonly List<string> _all = [];
        private readonly StringBuilder _text = new();

        public void AddText(ReadOnlySpan<char> text) => _text.Append(text);

        public void AddTag(bool isStart, PageTag tag, bool isSelfClosing)
        {
            if (!isStart && tag is (PageTag.Script or PageTag.RawText or PageTag.Title))
                return;
            End().Add($"{(isStart ? "<" : "</")}{tag}{(isSelfClosing ? "/" : "")}>");
        }

        public List<string> End()
        {
            if (_text.Length > 0)
                _all.Add(_text.ToString());
            _text.Clear();
            return _all;
        }
    }
}
