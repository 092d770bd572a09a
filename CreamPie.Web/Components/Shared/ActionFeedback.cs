namespace CreamPie.Web.Components.Shared;

/// <summary>Feedback after a click.</summary>
/// <param name="IsDone">False if the action failed, in whole or in part.</param>
public readonly record struct ActionFeedback(string Sentence, bool IsDone)
{
    public static ActionFeedback Done(string sentence) => new(sentence, IsDone: true);

    public static ActionFeedback Failed(string why) => new(why, IsDone: false);
}
