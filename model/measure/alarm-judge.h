// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_ALARM_JUDGE_H
#define IOMT_ALARM_JUDGE_H

#include <limits>
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
    std::string kind;                 //!< of the episode; of the classifier for a false alarm
    std::optional<double> onsetS;     //!< of the episode [s]
    std::optional<double> raisedS;    //!< on the doctor's screen [s]
    std::string classifier;           //!< that raised it; empty if none did
    std::optional<double> deadlineS;  //!< after the onset; of episodes only [s]
    std::optional<double> treatedS;   //!< something against the episode was done [s]
    std::optional<double> untreatedS; //!< from onset until then, until it was over or the run [s]

    /// @return from onset to the doctor's screen [ms]; nothing unless RIGHT
    std::optional<double> TimeToDoctorMs() const;
    /// @return whether it was on the doctor's screen by the deadline
    bool IsInTime() const;
};

/// @param kind of an outcome @return "true", "missed" or "false"
const char* ToString(AlarmOutcome::Kind kind);

/**
 * @brief Holds alarms against what really happened to the patients.
 *
 * The first alarm about a patient between onset and end of an episode is right, whichever
 * classifier raises it, and of every episode that goes on; further ones count for nothing. An alarm
 * outside every episode is false.
 */
class AlarmJudge
{
  public:
    /**
     * @param patient it happens to
     * @param kind of episode
     * @param onsetS [s]
     * @param endS last trace gone [s]
     * @param deadlineS by when somebody has to know, after the onset [s]
     */
    void Enter(const std::string& patient,
               const std::string& kind,
               double onsetS,
               double endS,
               double deadlineS = std::numeric_limits<double>::infinity());
    /**
     * @param patient about whom
     * @param classifier that raised it
     * @param nowS when [s]
     */
    void Raise(const std::string& patient, const std::string& classifier, double nowS);
    /**
     * @brief Something was done for a patient.
     * @param patient for whom
     * @param kinds of episodes it is done against; those not going on are passed over
     * @param nowS when [s]
     */
    void Treat(const std::string& patient, const std::vector<std::string>& kinds, double nowS);
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
        double deadlineS;
        std::optional<double> raisedS;
        std::string classifier;
        std::optional<double> treatedS;
    };

    /// Whether an episode is this patient's and goes on.
    static bool IsAbout(const Event& event, const std::string& patient, double nowS);

    std::vector<Event> m_events;
    std::vector<AlarmOutcome> m_false;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_ALARM_JUDGE_H
