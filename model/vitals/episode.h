// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_EPISODE_H
#define IOMT_EPISODE_H

#include "ns3/registry.h"

#include <memory>
#include <string>
#include <vector>

namespace ns3::iomt
{

/** @brief When an episode happens and how bad it is. */
struct EpisodeScript
{
    double onsetS = 0;     //!< when it begins [s]
    double rampS = 30;     //!< from nothing to full, and back after the end [s]
    double durationS = 0;  //!< from onset to the beginning of recovery [s]
    double severity = 0.5; //!< depth, 0 (nothing) to 1 (life-threatening)
};

/**
 * @brief A scripted clinical event: by how much it moves each vital sign, and when.
 *
 *     intensity   severity  ______________
 *                          /              \
 *                 0 ______/                \______
 *                      onset ramp   onset+duration  +ramp
 */
class Episode
{
  public:
    static constexpr const char* FAMILY = "episode"; //!< how errors call it

    /** @throws std::invalid_argument for a negative or not finite time, or a severity outside
     *          [0, 1] */
    explicit Episode(const EpisodeScript& script);
    virtual ~Episode();

    virtual std::string Kind() const = 0;

    /** @brief Whether anybody has to know; false for what only happens. */
    virtual bool IsHarm() const
    {
        return true;
    }

    /** @brief From onset until somebody has to know of it at the latest [s]. */
    virtual double DeadlineS() const = 0;

    /**
     * @brief What to add to a vital sign.
     * @param quantity name of the vital sign
     * @param t [s]
     * @return shift in the quantity's unit; 0 where the episode does not touch it
     */
    double Shift(const std::string& quantity, double t) const;

    /**
     * @brief What a sensor feels of a quantity.
     * @param quantity name of it
     * @param t the moment, the end of a stretch of @p spanS [s]
     * @param spanS how long the sensor has felt for this value [s]
     * @param value what it would be without this episode
     */
    virtual double Act(const std::string& quantity, double t, double spanS, double value) const;

    double OnsetS() const; //!< beginning [s]
    double EndS() const;   //!< when the last trace of it is gone [s]

  protected:
    /** @brief The shift at full severity 1. */
    virtual double FullShift(const std::string& quantity) const = 0;

    /** @brief What the quantity is multiplied by at full severity 1, before the shift; 1 unless a
     *         child says otherwise. */
    virtual double FullFactor(const std::string& quantity) const;

    const EpisodeScript& Script() const;

  private:
    double Intensity(double t) const;

    EpisodeScript m_script;
};

/** @brief What happens to one patient, shared by all sensors on that patient. */
using Episodes = std::vector<std::shared_ptr<const Episode>>;

/** @brief Sum of the shifts of all episodes. */
double Shift(const Episodes& episodes, const std::string& quantity, double t);

/** @brief What is felt when all episodes act on a value, one after another; as Episode::Act. */
double Act(const Episodes& episodes,
           const std::string& quantity,
           double t,
           double spanS,
           double value);

/** @brief Members: `fall`, `fever`, `hypoglycaemia`, `hypoxia`, `none`, `stress`, `tachycardia`.
 *         Create(name, script). */
using EpisodeRegistry = Registry<Episode, const EpisodeScript&>;

} // namespace ns3::iomt

#endif // IOMT_EPISODE_H
