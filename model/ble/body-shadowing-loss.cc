// SPDX-License-Identifier: GPL-2.0-only

#include "body-shadowing-loss.h"

#include "ns3/double.h"
#include "ns3/mobility-model.h"

#include <cmath>

namespace ns3
{
namespace iomt
{

namespace
{

constexpr double PI = 3.14159265358979323846;
constexpr double SHADOW_BEGINS_DEG = 90;

} // namespace

NS_OBJECT_ENSURE_REGISTERED(BodyWorn);
NS_OBJECT_ENSURE_REGISTERED(BodyShadowingLoss);

TypeId
BodyWorn::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::iomt::BodyWorn")
            .SetParent<Object>()
            .SetGroupName("Iomt")
            .AddConstructor<BodyWorn>()
            .AddAttribute("FacingDeg",
                          "Where the wearer faces, counter-clockwise from the x axis [degrees].",
                          DoubleValue(0),
                          MakeDoubleAccessor(&BodyWorn::m_facingDeg),
                          MakeDoubleChecker<double>())
            .AddAttribute("PlaceDeg",
                          "Where on the body the device is, counter-clockwise from its front "
                          "[degrees]: 0 chest, 90 left side, 180 back.",
                          DoubleValue(0),
                          MakeDoubleAccessor(&BodyWorn::m_placeDeg),
                          MakeDoubleChecker<double>());
    return tid;
}

BodyWorn::BodyWorn() = default;
BodyWorn::~BodyWorn() = default;

double
BodyWorn::GetOutwardDeg() const
{
    return m_facingDeg + m_placeDeg;
}

TypeId
BodyShadowingLoss::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::iomt::BodyShadowingLoss")
            .SetParent<PropagationLossModel>()
            .SetGroupName("Iomt")
            .AddConstructor<BodyShadowingLoss>()
            .AddAttribute("MaximumDb",
                          "Loss that reflections keep it to [dB]: 13.62 indoors, 40 outdoors.",
                          DoubleValue(13.62),
                          MakeDoubleAccessor(&BodyShadowingLoss::m_maximumDb),
                          MakeDoubleChecker<double>(0, 200))
            .AddAttribute("DecayDbPerCm",
                          "What the wave around the body loses on its way [dB/cm].",
                          DoubleValue(2.0),
                          MakeDoubleAccessor(&BodyShadowingLoss::m_decayDbPerCm),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("RadiusCm",
                          "Radius of the body [cm].",
                          DoubleValue(20),
                          MakeDoubleAccessor(&BodyShadowingLoss::m_radiusCm),
                          MakeDoubleChecker<double>(0));
    return tid;
}

BodyShadowingLoss::BodyShadowingLoss() = default;
BodyShadowingLoss::~BodyShadowingLoss() = default;

double
BodyShadowingLoss::LossDb(double angleDeg) const
{
    const double shadowDeg = std::abs(std::remainder(angleDeg, 360)) - SHADOW_BEGINS_DEG;
    if (shadowDeg <= 0)
    {
        return 0;
    }
    const double creepingDb = m_decayDbPerCm * m_radiusCm * shadowDeg * PI / 180;
    const double reflected = std::pow(10, -m_maximumDb / 10);
    return -10 * std::log10((1 - reflected) * std::pow(10, -creepingDb / 10) + reflected);
}

double
BodyShadowingLoss::LossOf(Ptr<MobilityModel> worn, Ptr<MobilityModel> partner) const
{
    const Ptr<BodyWorn> body = worn->GetObject<BodyWorn>();
    if (!body)
    {
        return 0;
    }
    const Vector way = partner->GetPosition() - worn->GetPosition();
    if (way.x == 0 && way.y == 0)
    {
        return 0; // above or below it
    }
    return LossDb(std::atan2(way.y, way.x) * 180 / PI - body->GetOutwardDeg());
}

double
BodyShadowingLoss::DoCalcRxPower(double txPowerDbm,
                                 Ptr<MobilityModel> a,
                                 Ptr<MobilityModel> b) const
{
    return txPowerDbm - LossOf(a, b) - LossOf(b, a);
}

int64_t
BodyShadowingLoss::DoAssignStreams(int64_t)
{
    return 0;
}

} // namespace iomt
} // namespace ns3
