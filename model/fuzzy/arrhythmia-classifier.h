// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_ARRHYTHMIA_CLASSIFIER_H
#define IOMT_ARRHYTHMIA_CLASSIFIER_H

#include "classifier.h"
#include "heart-beats.h"
#include "rule-base.h"

#include <deque>
#include <optional>

namespace ns3::iomt
{

/** @brief What the rules of the arrhythmia classifier see of a heart's rhythm. */
struct HeartRhythm
{
    double pulse;            //!< of the last eight intervals [/min]
    double longestIntervalS; //!< of the last ten seconds, the one that still lasts too [s]
    double irregularity; //!< median change from one interval to the next, over the median interval,
                         //!< of the last 32; 0 until there are 16
};

/** @brief Intervals between beats, and the rhythm they make. */
class RhythmTracker
{
  public:
    /** @brief A beat. @param isFirst after a gap: no interval leads to it */
    void AddBeat(double t, bool isFirst);

    /**
     * @brief The rhythm at a time.
     * @param sinceS when the last beat was, or the search for one began [s]
     * @param t until when beats are known [s]
     * @return nothing before two intervals, unless for three seconds there was no beat at all
     */
    std::optional<HeartRhythm> At(double sinceS, double t) const;

  private:
    struct Interval
    {
        double end;    //!< [s]
        double length; //!< [s]
    };

    std::optional<double> m_lastBeat;
    std::deque<Interval> m_intervals; //!< the last 32
};

/**
 * @brief Mamdani classifier of the rhythm in an ECG: pulse, pauses and irregularity of its R peaks.
 *
 * The rules of data/rules/arrhythmia.fcl grade `tachycardia`, `bradycardia`, `pause` and
 * `irregular` from `absent` over `noted` and `urgent` to `emergency`, 0 to 3. The score is the
 * highest of the four, the label its name, or `normal` when it is absent; `urgent` and `emergency`
 * raise that alarm.
 *
 * It decides once for each block of samples, on beats within it and before.
 */
class ArrhythmiaClassifier : public Classifier
{
  public:
    /** @throws FclError when rulesFolder/arrhythmia.fcl cannot be read, or lacks an input or output
     */
    explicit ArrhythmiaClassifier(const ClassifierSettings& settings);

    std::string Name() const override;
    std::vector<std::string> Inputs() const override;

  protected:
    std::optional<Classification> Classify(double t,
                                           const std::map<std::string, double>& fresh) override;
    std::optional<Classification> ClassifySamples(const Felt& block) override;

  private:
    RuleBase m_rules;
    HeartBeats m_beats;
    RhythmTracker m_rhythm;
    std::optional<double> m_lastBeat; //!< since samples come without a gap [s]
};

} // namespace ns3::iomt

#endif // IOMT_ARRHYTHMIA_CLASSIFIER_H
