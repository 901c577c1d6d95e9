// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BODY_SHADOWING_LOSS_H
#define IOMT_BODY_SHADOWING_LOSS_H

#include "ns3/object.h"
#include "ns3/propagation-loss-model.h"

namespace ns3
{
namespace iomt
{

/**
 * @brief That a device is worn: on which side of a body, and where the wearer faces.
 *
 * Aggregated to the device's mobility model.
 */
class BodyWorn : public Object
{
  public:
    static TypeId GetTypeId();
    BodyWorn();
    ~BodyWorn() override;

    /// @return direction from the body's axis out through the device, counter-clockwise from x [°]
    double GetOutwardDeg() const;

  private:
    double m_facingDeg{0};
    double m_placeDeg{0};
};

/**
 * @brief Loss by the wearer's own body, by the angle between where a device points and where its
 * partner is.
 *
 * Nothing random: the loss follows from positions and orientations. A device that nobody wears (no
 * BodyWorn at its mobility model) has none.
 */
class BodyShadowingLoss : public PropagationLossModel
{
  public:
    static TypeId GetTypeId();
    BodyShadowingLoss();
    ~BodyShadowingLoss() override;

    /**
     * @param angleDeg between the outward direction and that of the partner, 0…180 [°]
     * @return loss [dB]
     */
    double LossDb(double angleDeg) const;

  private:
    double DoCalcRxPower(double txPowerDbm,
                         Ptr<MobilityModel> a,
                         Ptr<MobilityModel> b) const override;
    int64_t DoAssignStreams(int64_t stream) override;
    double LossOf(Ptr<MobilityModel> worn, Ptr<MobilityModel> partner) const;

    double m_maximumDb{0};
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BODY_SHADOWING_LOSS_H
