// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_ALARM_JUDGE_H
#define IOMT_ALARM_JUDGE_H

#include <optional>
#include <string>
#include <vector>

namespace ns3
{
namespace iomt
{

/// An alarm that was right, one that never came, or one without a reason.
struct AlarmOutcome
{
    /// What an alarm was.
    enum Kind
    {
        RIGHT,
        MISSED,
        FALSE_ALARM
    };

    Kind outcome{MISSED};
    std::string patient;
    std::string kind;              //!< of the episode; of the classifier for a false alarm
    std::optional<double> onsetS;  //!< of the episode [s]
    std::optional<double> raisedS; //!< on the doctor's screen [s]

    /// @return from onset to the doctor's screen [ms]; nothing unless RIGHT
    std::optional<double> TimeToDoctorMs() const;
};

/// @param kind of an outcome @return "true", "missed" or "false"
const char* ToString(AlarmOutcome::Kind kind);

/**
 * @brief Holds alarms against what really happened to the patients.
 *
 * The first alarm about a patient between onset and end of an episode is right; further ones in it
 * count for nothing. An alarm outside every episode is false.
 */
class AlarmJudge
{
  public:
    /**
     * @param patient it happens to
     * @param kind of episode
     * @param onsetS [s]
     * @param endS last trace gone [s]
     */
    void Enter(const std::string& patient, const std::string& kind, double onsetS, double endS);
    /**
     * @param patient about whom
     * @param classifier that raised it
     * @param nowS when [s]
     */
    void Raise(const std::string& patient, const std::string& classifier, double nowS);
    /**
     * @param nowS end of the run: episodes that begin later do not count [s]
     * @return episodes in order of entry, then false alarms in order of time
     */
    std::vector<AlarmOutcome> Outcomes(double nowS) const;

  private:
    struct Event
    {
        std::string patient;
        std::string kind;
        double onsetS;
        double endS;
        std::optional<double> raisedS;
    };

    std::vector<Event> m_events;
    std::vector<AlarmOutcome> m_false;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_ALARM_JUDGE_H
