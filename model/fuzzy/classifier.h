// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_CLASSIFIER_H
#define IOMT_CLASSIFIER_H

#include "ns3/registry.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ns3::iomt
{

/** @brief How quickly a clinician must answer (NEWS2: urgent within 1 h, emergency 30 min). */
enum class Alarm : std::uint8_t
{
    NONE,
    URGENT,
    EMERGENCY
};

/** @brief `none`, `urgent` or `emergency`. */
std::string ToString(Alarm alarm);

/** @brief What a classifier says of a patient after a reading. */
struct Classification
{
    std::string classifier; //!< registered name
    std::string label;      //!< the class, in the classifier's own words
    double score = 0;       //!< how bad it is, in the classifier's own measure
    Alarm alarm = Alarm::NONE;
    std::string reason; //!< what weighed most, for the person who reads the alarm
};

/**
 * @brief What was felt of one patient at a time: named values, a block of samples, or both.
 *
 * The same shape as a sensor's reading once it has been opened at the other end.
 */
struct Felt
{
    double t = 0;                           //!< of the values and of the first sample [s]
    std::map<std::string, double> values{}; //!< by input name, units as in the table of Classifier
    std::vector<double> samples{};          //!< ECG [mV]
    double intervalS = 0;                   //!< between samples [s]
};

/** @brief What every classifier is made from. */
struct ClassifierSettings
{
    std::string rulesFolder;  //!< folder of the rule files, such as DataPath("rules")
    double stalenessS = 60.0; //!< a value older than this no longer counts [s]
    std::vector<double> doseTimesS{}; //!< when the patient's medicine is due, rising [s]
};

/**
 * @brief Names the state of one patient from readings that arrive one at a time.
 *
 * The base keeps the newest value of each input and its age; a child says what the fresh ones mean.
 * One object serves one patient. Values are in these units:
 *
 * | input              | unit | from          |
 * |--------------------|------|---------------|
 * | `pulse`            | /min | oximeter      |
 * | `spo2`             | %    | oximeter      |
 * | `respiration`      | /min | oximeter      |
 * | `temperature`      | degC | thermometer (core) |
 * | `skin-temperature` | degC | wristband     |
 * | `motion`           | g    | wristband (standard deviation of \|a\| within the second) |
 * | `sweat`            | uS   | wristband (skin conductance) |
 * | `systolic`         | mmHg | cuff |
 * | `oxygen`           | 1    | a person who sees that supplemental oxygen is given; else 0 |
 * | `consciousness`    | 1    | a person who finds the patient not alert (CVPU); else 0 |
 * | `glucose`          | mg/dL | glucose monitor |
 * | `ecg`              | mV   | Felt::samples, from an ECG strap |
 */
class Classifier
{
  public:
    static constexpr const char* FAMILY = "classifier"; //!< how errors call it

    explicit Classifier(const ClassifierSettings& settings);
    virtual ~Classifier();

    /** @brief The registered name. */
    virtual std::string Name() const = 0;

    /** @brief The inputs it can use; it may decide on fewer. */
    virtual std::vector<std::string> Inputs() const = 0;

    /**
     * @brief Takes in one reading.
     *
     * A value older than the one held (datagrams overtake each other) and a value that is not
     * finite are passed over; so is a block of samples that begins before the last one ended.
     *
     * @return the class, or nothing when the reading changes no input or too little is known
     */
    std::optional<Classification> Update(const Felt& felt);

  protected:
    /**
     * @brief Decides on the fresh values.
     * @param t time of the newest reading [s]
     * @param fresh values not older than the staleness limit
     */
    virtual std::optional<Classification> Classify(double t,
                                                   const std::map<std::string, double>& fresh) = 0;

    /**
     * @brief Takes in a block of samples; called only on members with the input `ecg`, with blocks
     *        in the order of time that do not overlap (there may be gaps).
     *
     * What it decides stands for the whole reading; when it says nothing, the values may still.
     *
     * @param block samples, all finite, its first at Felt::t; the interval is above 0
     */
    virtual std::optional<Classification> ClassifySamples(const Felt& block);

    /** @brief For how long a value of an input counts [s]; ClassifierSettings::stalenessS unless a
     *         member knows better. */
    virtual double StalenessS(const std::string& input) const;

  private:
    struct Held
    {
        double t;
        double value;
    };

    /** @brief Keeps what is newer than what is held; whether anything was. */
    bool Keep(const Felt& felt);

    /** @brief Whether the member wants this block, and it is sound and not late. */
    bool Takes(const Felt& felt);

    std::vector<std::string> m_inputs; //!< asked of the child once
    std::map<std::string, Held> m_held;
    double m_newest = 0;
    double m_samplesUntil; //!< end of the last block [s]
    double m_stalenessS;
};

/** @brief Members are in the files of their names, such as fall-classifier.cc for `fall`.
 *         Create(name, settings). */
using ClassifierRegistry = Registry<Classifier, const ClassifierSettings&>;

} // namespace ns3::iomt

#endif // IOMT_CLASSIFIER_H
